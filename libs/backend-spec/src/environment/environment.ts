/** Environment variables by name. Names may be any own key, `__proto__` included: look them up with `Object.hasOwn`. */
export type Environment = Readonly<Record<string, string>>;
