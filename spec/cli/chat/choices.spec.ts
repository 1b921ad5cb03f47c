import { questionIn } from '../../../lib/cli/chat/choices.js';
import { fileName } from '../../../lib/cli/chat/files.js';
import { interactiveMessage, type InteractiveMessage } from '../../../lib/lite.js';
import { messageItem } from '../../support/items.js';

const said = ({ content, contentType }: { content: string; contentType: string }) =>
  messageItem('id', { content, wire: { ContentType: contentType } });

const asked = (message: Exclude<InteractiveMessage, { kind: 'ViewResource' }>) =>
  questionIn(said(interactiveMessage(message)));

const texts = (message: Parameters<typeof asked>[0]) =>
  asked(message)?.choices.map(({ text, answer }) => [text, answer?.content]);

describe('questionIn', () => {
  const elements = [{ title: 'Yes', subtitle: 'now' }, { title: 'No' }];

  it('numbers elements, with what answers them', () => {
    expect(asked({ kind: 'QuickReply', title: 'Did it help?', elements })?.title).toBe(
      'Did it help?',
    );
    expect(texts({ kind: 'QuickReply', title: 'Did it help?', elements })).toEqual([
      ['Yes (now)', 'Yes'],
      ['No', 'No'],
    ]);
  });

  it('numbers time slots', () => {
    const date = '2026-10-31T17:00+00:00';
    const timeSlots = [{ date, duration: 30 }];
    expect(texts({ kind: 'TimePicker', title: 'When?', timeSlots })).toEqual([[date, date]]);
  });

  it('has no answer to a link, and shows where it leads', () => {
    const linked = [{ title: 'Help', link: 'https://a.test' }];
    expect(texts({ kind: 'ListPicker', title: 'What?', elements: linked })).toEqual([
      ['Help (https://a.test)', undefined],
    ]);
  });

  it('numbers the elements of all cards of a carousel', () => {
    const cards = ['a', 'b'].map((templateIdentifier) => ({
      kind: 'ListPicker' as const,
      templateIdentifier,
      title: `Card ${templateIdentifier}`,
      elements,
    }));
    const choices = texts({ kind: 'Carousel', title: 'Which?', cards });
    expect(choices?.map(([text]) => text)).toEqual([
      ...['Card a: Yes (now)', 'Card a: No', 'Card b: Yes (now)', 'Card b: No'],
    ]);
    expect(JSON.parse(choices?.[2]?.[1] as string)).toMatchObject({
      templateIdentifier: 'b',
      selectionText: 'Yes',
    });
  });

  it('is nothing for other messages', () => {
    expect(questionIn(said({ content: '1', contentType: 'text/plain' }))).toBeUndefined();
  });
});

describe('fileName', () => {
  it.each([
    ['terms.txt', 'terms.txt'],
    ['../../.bashrc', '_.._.bashrc'],
    ['/etc/passwd', '_etc_passwd'],
    ['C:\\autoexec.bat', 'C_autoexec.bat'],
    ['..', 'file'],
    ['a\u001b[2J\nb', 'a_1B_[2J b'],
  ])('keeps %j in its folder', (name, expected) => {
    expect(fileName(name)).toBe(expected);
  });
});
