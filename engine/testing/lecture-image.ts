/** The lecture's 10×10 image of zeros and nineties, shown under strided convolution and overlapping pooling. */
// biome-ignore format: an image
export const lectureImage = [
  0, 0,  0,  0,  0,  0,  0,  0, 0, 0,
  0, 0,  0,  0,  0,  0,  0,  0, 0, 0,
  0, 0,  0, 90, 90, 90, 90, 90, 0, 0,
  0, 0,  0, 90, 90, 90, 90, 90, 0, 0,
  0, 0,  0, 90, 90, 90, 90, 90, 0, 0,
  0, 0,  0, 90,  0, 90, 90, 90, 0, 0,
  0, 0,  0, 90, 90, 90, 90, 90, 0, 0,
  0, 0,  0,  0,  0,  0,  0,  0, 0, 0,
  0, 0, 90,  0,  0,  0,  0,  0, 0, 0,
  0, 0,  0,  0,  0,  0,  0,  0, 0, 0,
];
