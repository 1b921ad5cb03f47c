type Fields = Readonly<Record<string, unknown>>;

const withFirstLetter =
  (change: (letter: string) => string) =>
  (fields: object): Fields =>
    Object.fromEntries(
      Object.entries(fields)
        .filter(([, value]) => value !== undefined && value !== null && value !== '')
        .map(([name, value]) => [change(name.charAt(0)) + name.slice(1), value as unknown]),
    );

/** `fields` as the service spells them, `ContactId`; those that say nothing are left out. */
export const pascalCase = withFirstLetter((letter) => letter.toUpperCase());

/** The same as pages spell them, `contactId`. */
export const camelCase = withFirstLetter((letter) => letter.toLowerCase());
