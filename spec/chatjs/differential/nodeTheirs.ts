/** Its types are no module. */
const THEIRS: string = 'amazon-connect-chatjs';

void import(THEIRS);
