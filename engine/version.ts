/** The engine's version, written into model files. A test holds it equal to package.json's. */
export const engineVersion = "0.1.0";
