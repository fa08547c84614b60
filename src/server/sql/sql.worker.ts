import { answerMessages } from './answer-messages';
import { answerRequest } from './answer-request';
import type { SqlRequest } from './requests';

/** The process that reads and prints SQL; see lane.ts. */
answerMessages<SqlRequest>(answerRequest);
