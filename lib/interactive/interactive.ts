/** A picture, by its URL. */
export interface InteractiveImage {
  readonly url: string;
  readonly description?: string;
}

/** What a message shows above its choices, or once one was made. */
export interface InteractiveHeading {
  /** Empty if a message that came in has none. */
  readonly title: string;
  readonly subtitle?: string;
  readonly image?: InteractiveImage;
}

/** One choice. */
export interface InteractiveElement extends InteractiveHeading {
  /** Opens this page instead of answering. */
  readonly link?: string;
  /** Asks for another page of choices instead of making one. */
  readonly action?: 'SHOW_MORE' | 'PREVIOUS_OPTIONS';
}

/** Where a page of choices lies in a longer list, as the bot counts. */
export interface InteractivePaging {
  readonly listId?: string;
  readonly preIndex?: number;
  readonly nextIndex?: number;
}

interface Choices<Kind extends string> extends InteractiveHeading {
  readonly kind: Kind;
  /** What to show in place of the choices once one was made. */
  readonly reply?: InteractiveHeading;
  /** The same for all messages of which the latest takes the place of the others. */
  readonly referenceId?: string;
}

/** Up to 6 choices, each with its own picture. */
export interface ListPicker extends Choices<'ListPicker'> {
  readonly elements: readonly InteractiveElement[];
  readonly paging?: InteractivePaging;
}

/** Up to 10 choices under one picture. */
export interface Panel extends Choices<'Panel'> {
  readonly elements: readonly InteractiveElement[];
  readonly paging?: InteractivePaging;
}

/** 2 to 5 short answers to one question. */
export interface QuickReply extends Choices<'QuickReply'> {
  readonly elements: readonly InteractiveElement[];
}

/** A time that can be chosen. */
export interface TimeSlot {
  /** ISO 8601, such as `2026-10-31T17:00+00:00`: also the answer. */
  readonly date: string;
  /** As the bot gives it, if it does; Amazon Connect's documentation names no unit. */
  readonly duration?: number;
}

/** Where an appointment takes place. */
export interface TimePickerLocation {
  readonly title: string;
  readonly latitude: number;
  readonly longitude: number;
  readonly radius?: number;
}

/** Up to 40 times to choose from. */
export interface TimePicker extends Choices<'TimePicker'> {
  readonly timeSlots: readonly TimeSlot[];
  /** Of the place of the appointment, in minutes from UTC. */
  readonly timeZoneOffset?: number;
  readonly location?: TimePickerLocation;
}

/** One message of a carousel. */
export type CarouselCard = (ListPicker | Panel) & {
  /** Which card it is; the answer names it. */
  readonly templateIdentifier: string;
  /** The answer does without the card's title. */
  readonly omitsTitle?: true;
};

/** 2 to 5 messages side by side. */
export interface Carousel extends Choices<'Carousel'> {
  readonly cards: readonly CarouselCard[];
}

/** A view of a step-by-step guide: `describeView` tells what it looks like. */
export interface ViewResource {
  readonly kind: 'ViewResource';
  readonly viewToken: string;
  readonly viewId?: string;
  /** What the flow fills the view with. */
  readonly viewData: unknown;
}

/** What a bot or an agent asks, with what can be answered. */
export type InteractiveMessage =
  ListPicker | Panel | QuickReply | TimePicker | Carousel | ViewResource;

/** One that this library does not know, or that has nothing to choose. */
export interface UnknownInteractive {
  readonly kind: 'unknown';
  /** What is wrong with it, without quoting it. */
  readonly reason: string;
}

/** An {@link InteractiveMessage} as it came in. */
export type ParsedInteractive = (InteractiveMessage | UnknownInteractive) & {
  /** The content: parsed, or as it came where it is not JSON. */
  readonly raw: unknown;
};

/** What an interactive message's content type is. */
export const INTERACTIVE = 'application/vnd.amazonaws.connect.message.interactive';
/** What the content type of an answer is that is more than a text. */
export const INTERACTIVE_RESPONSE =
  'application/vnd.amazonaws.connect.message.interactive.response';
