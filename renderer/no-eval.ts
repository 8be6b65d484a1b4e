import { z } from "zod";

// The content security policy allows no code made of strings. zod tries some when the first schema is made, so
// this file must be imported before every file that makes one.
z.config({ jitless: true });
