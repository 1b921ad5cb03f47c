import { type AttachmentOptions, checkAttachment } from '../../lib/outbox/checkAttachment.js';
import type { NativeFile } from '../../lib/api/index.js';

const MIB = 1024 * 1024;

const file = (name: string, type: string, size = 3) => new File(['x'.repeat(size)], name, { type });

/** As long as is said, without the bytes. */
const native = (fields: Partial<NativeFile> = {}): NativeFile => ({
  uri: 'file:///photo.png',
  name: 'photo.png',
  type: 'image/png',
  size: 3,
  ...fields,
});

const refusal = (given: unknown, options?: unknown) => {
  try {
    checkAttachment(given as Blob, options as AttachmentOptions);
  } catch (error) {
    return error as Error;
  }
  throw new Error('it was not refused');
};

describe('checkAttachment', () => {
  it('takes a File by its own name, type and size', () => {
    const given = file('notes.txt', 'text/plain');
    expect(checkAttachment(given)).toEqual({
      file: given,
      name: 'notes.txt',
      contentType: 'text/plain',
      size: 3,
    });
  });

  it('takes a Blob by the name given with it', () => {
    const given = new Blob(['abc'], { type: 'application/pdf' });
    expect(checkAttachment(given, { name: 'terms.pdf' })).toMatchObject({
      name: 'terms.pdf',
      contentType: 'application/pdf',
    });
  });

  it('takes what a picker of React Native gives', () => {
    expect(checkAttachment(native())).toEqual({
      file: native(),
      name: 'photo.png',
      contentType: 'image/png',
      size: 3,
    });
  });

  it('prefers what the options say of a file', () => {
    const options = { name: 'b.csv', contentType: 'text/csv' };
    expect(checkAttachment(file('a.txt', 'text/plain'), options)).toMatchObject(options);
  });

  it.each([
    ['text/plain;charset=utf-8', 'a', 'text/plain'],
    ['Image/PNG', 'a', 'image/png'],
    ['', 'photo.HEIC', 'image/heic'],
    ['text/richtext', 'letter.rtf', 'application/rtf'],
    ['application/x-rtf', 'letter.rtf', 'application/rtf'],
    ['text/richtext', 'letter', 'application/rtf'],
    ['application/x-unheard-of', 'letter.rtf', 'application/rtf'],
    ['application/octet-stream', 'notes.TXT', 'text/plain'],
    ['text/comma-separated-values; header=present', 'list.csv', 'text/csv'],
    ['application/vnd.ms-excel', 'list.csv', 'application/vnd.ms-excel'],
    ['', 'my.report.docx', expect.stringContaining('wordprocessingml')],
  ])('takes the type %s of the name %s as %s', (type, name, contentType) => {
    expect(checkAttachment(native({ type, name }))).toMatchObject({ contentType });
  });

  it.each([
    ['csv', 'text/csv'],
    ['doc', 'application/msword'],
    ['jfif', 'image/jpeg'],
    ['jpeg', 'image/jpeg'],
    ['jpg', 'image/jpeg'],
    ['mov', 'video/quicktime'],
    ['mp4', 'video/mp4'],
    ['pdf', 'application/pdf'],
    ['png', 'image/png'],
    ['ppt', 'application/vnd.ms-powerpoint'],
    ['rtf', 'application/rtf'],
    ['txt', 'text/plain'],
    ['wav', 'audio/wav'],
    ['xls', 'application/vnd.ms-excel'],
  ])('takes a .%s as %s', (extension, contentType) => {
    expect(checkAttachment(file(`a.${extension}`, ''))).toMatchObject({ contentType });
    expect(checkAttachment(file('a', contentType))).toMatchObject({ contentType });
  });

  it('takes up to 20 MiB, and more where an option says so', () => {
    expect(checkAttachment(native({ size: 20 * MIB })).size).toBe(20 * MIB);
    const maxBytes = 100 * MIB;
    expect(checkAttachment(native({ size: maxBytes }), { maxBytes }).size).toBe(maxBytes);
  });

  it('sends the file’s own type if an option takes it, whatever the extension', () => {
    const options = { extraContentTypes: ['text/richtext', 'text/x-notes'] };
    expect(checkAttachment(file('a.rtf', 'text/richtext'), options)).toMatchObject({
      contentType: 'text/richtext',
    });
    expect(checkAttachment(file('a.txt', 'text/x-notes'), options)).toMatchObject({
      contentType: 'text/x-notes',
    });
  });

  it('takes other content types where an option says so', () => {
    const options = { extraContentTypes: ['application/ZIP'] };
    expect(checkAttachment(file('a.zip', 'application/zip'), options)).toMatchObject({
      contentType: 'application/zip',
    });
  });

  it.each<[string, unknown, unknown, RegExp]>([
    ['nothing', undefined, undefined, /file must be .*, got undefined$/],
    ['null', null, undefined, /file must be .*, got null$/],
    ['a text', 'confidential', undefined, /file must be .*, got a string of 12 characters$/],
    ['an object', { name: 'confidential' }, undefined, /file must be .*, got object$/],
    [
      'no name',
      new Blob(['x'], { type: 'text/plain' }),
      {},
      /name must be a string of 1 to 256 characters, got undefined$/,
    ],
    ['an empty name', native({ name: '' }), {}, /name must be .*, got a string of 0 characters$/],
    [
      'a long name',
      native({ name: 'x'.repeat(257) }),
      {},
      /1 to 256 .*, got a string of 257 characters$/,
    ],
    [
      'an empty file',
      native({ size: 0 }),
      {},
      /size of the file must be an integer from 1 to 20971520, got 0$/,
    ],
    [
      'a big file',
      native({ size: 20 * MIB + 1 }),
      {},
      /size of the file .* 1 to 20971520, got 20971521$/,
    ],
    [
      'one beyond an own limit',
      native({ size: 11 }),
      { maxBytes: 10 },
      /size of the file .* 1 to 10, got 11$/,
    ],
    ['half a byte', native({ size: 0.5 }), {}, /size of the file .*, got 0.5$/],
    ['no size', native({ size: NaN }), {}, /size of the file .*, got NaN$/],
    [
      'no limit',
      native(),
      { maxBytes: NaN },
      /maxBytes must be a number from 1 to Infinity, got NaN$/,
    ],
    ['a program', file('a.exe', 'application/x-msdownload'), {}, /contentType .*x-msdownload$/],
    ['an unknown extension', file('a.exe', ''), {}, /contentType .*, got none$/],
    ['a member of Object as extension', file('a.constructor', ''), {}, /contentType .*none$/],
    [
      'another type given, of a file with an extension that is allowed',
      file('a.txt', 'text/plain'),
      { contentType: 'application/x-unheard-of' },
      /contentType .*x-unheard-of$/,
    ],
    ['another type given', native(), { contentType: 'text/html' }, /contentType .*text\/html$/],
  ])('refuses %s', (_, given, options, message) => {
    const error = refusal(given, options);
    expect(error).toMatchObject({ name: 'ChatError', code: 'InvalidArgument' });
    expect(error.message).toMatch(/^cannot send an attachment: /);
    expect(error.message).toMatch(message);
    expect(error.message).not.toContain('confidential');
  });
});
