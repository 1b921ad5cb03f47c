export type {
  Carousel,
  CarouselCard,
  InteractiveElement,
  InteractiveHeading,
  InteractiveImage,
  InteractiveMessage,
  InteractivePaging,
  ListPicker,
  Panel,
  ParsedInteractive,
  QuickReply,
  TimePicker,
  TimePickerLocation,
  TimeSlot,
  UnknownInteractive,
  ViewResource,
} from './interactive.js';
export { interactiveMessage } from './interactiveMessage.js';
export type { OutgoingInteractive } from './interactiveMessage.js';
export { interactiveResponse } from './interactiveResponse.js';
export type { InteractiveAnswer, ViewAction, ViewText } from './interactiveResponse.js';
export { parseInteractive } from './parseInteractive.js';
export {
  isInteractiveResponse,
  parseCarouselSelection,
  parseInteractiveResponse,
} from './parseInteractiveResponse.js';
export type { CarouselSelection, InteractiveResponse } from './parseInteractiveResponse.js';
export { parseView } from './view.js';
export type { View } from './view.js';
