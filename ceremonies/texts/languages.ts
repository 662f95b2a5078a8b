/** The languages that screens, reports and the command line speak. */
export const languages = ['en', 'et', 'fr'] as const;
export type Language = (typeof languages)[number];
