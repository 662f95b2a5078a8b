import { readQr } from '../../ceremonies/formats/qrImage.ts';
import { bad, good, type Result } from '../../ceremonies/model/error.ts';

/** Longer sides at which a picture is tried, in pixels: large ones for small codes, small ones for blurred. */
const photographSides = [1600, 800, 3200] as const;
const frameSide = 1280;
const lookEveryMs = 150;
const patienceMs = 100;

const sizeOf = (source: HTMLVideoElement | ImageBitmap) =>
  'videoWidth' in source
    ? { width: source.videoWidth, height: source.videoHeight }
    : { width: source.width, height: source.height };

const readScaled = (
  source: HTMLVideoElement | ImageBitmap,
  side: number,
  patience: number,
): Result<string> => {
  const size = sizeOf(source);
  const scale = Math.min(1, side / Math.max(size.width, size.height, 1));
  const canvas = new OffscreenCanvas(
    Math.max(1, Math.round(size.width * scale)),
    Math.max(1, Math.round(size.height * scale)),
  );
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (context === null) return bad('no-code-found');
  context.drawImage(source, 0, 0, canvas.width, canvas.height);
  const pixels = context.getImageData(0, 0, canvas.width, canvas.height);
  const text = readQr(pixels, patience);
  // The picture shows the share: it is not left for the collector as it is.
  pixels.data.fill(0);
  context.clearRect(0, 0, canvas.width, canvas.height);
  return text;
};

/** The text of the code in an image file. Problem: `no-code-found`. */
export const readPhotograph = async (file: Blob): Promise<Result<string>> => {
  let picture: ImageBitmap;
  try {
    picture = await createImageBitmap(file);
  } catch {
    return bad('no-code-found');
  }
  try {
    for (const side of photographSides) {
      const text = readScaled(picture, side, 2 * patienceMs);
      if (text.ok) return text;
    }
    return bad('no-code-found');
  } finally {
    picture.close();
  }
};

const wait = (ms: number): Promise<void> => new Promise((later) => setTimeout(later, ms));

/**
 * Switches the camera on, shows its picture in `video`, and looks until a code is there or `release` says to stop; then it
 * is off again. The text, or null when it was stopped before. Problem: `camera-unavailable`.
 */
export const scanWith = async (
  video: HTMLVideoElement,
  release: AbortSignal,
): Promise<Result<string | null>> => {
  let stream: MediaStream | null = null;
  try {
    release.throwIfAborted();
    stream = await navigator.mediaDevices.getUserMedia({
      audio: false,
      video: { width: { ideal: 1920 }, height: { ideal: 1080 }, facingMode: { ideal: 'environment' } },
    });
    release.throwIfAborted();
    video.srcObject = stream;
    await video.play();
    while (!release.aborted) {
      const text = readScaled(video, frameSide, patienceMs);
      if (text.ok) return text;
      await wait(lookEveryMs);
    }
    return good(null);
  } catch {
    return release.aborted ? good(null) : bad('camera-unavailable');
  } finally {
    for (const track of stream?.getTracks() ?? []) track.stop();
    video.srcObject = null;
  }
};
