// Each entry point that does nothing when it is imported.
import 'rx-connect-chat';
import 'rx-connect-chat/angular';
import 'rx-connect-chat/desk';
import 'rx-connect-chat/journal';
import 'rx-connect-chat/lite';
import 'rx-connect-chat/testing';
