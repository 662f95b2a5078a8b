// @ts-check
/** Whether a window can be shown to somebody. */
export const hasDisplay = () =>
  process.platform !== 'linux' || ['DISPLAY', 'WAYLAND_DISPLAY'].some((name) => process.env[name]);
