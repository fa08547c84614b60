import { StartError } from '../storage/storage-error';

/** What whoever deploys has left out. Its sentence names variables and commands, and may be told to anybody. */
export class SetupError extends StartError {
  constructor(message: string) {
    super(message);
    this.name = 'SetupError';
  }
}
