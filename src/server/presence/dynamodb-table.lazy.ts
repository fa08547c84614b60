import { ConditionalCheckFailedException, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
  DeleteCommand,
  DynamoDBDocumentClient,
  PutCommand,
  QueryCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import { awsCredentialsProvider } from '@vercel/oidc-aws-credentials-provider';
import type { PresenceTableConfig } from '../config';
import type { Departure, Goodbye, PersonWrite, PresenceTable } from './presence-table';
import type { PersonKey, StoredPerson } from './stored-person';
import { readItem, sortKeyOf, storedValue } from './stored-person';

/** An answer that takes longer is of no use: there is something newer to say by then. */
const requestTimeoutMs = 3_000;

/**
 * The table in DynamoDB. Asks nothing of the service yet, so nothing can fail here.
 *
 * A file of its own, imported when it is needed: a server without DynamoDB never loads the SDK.
 */
export function openPresenceTable(config: PresenceTableConfig): PresenceTable {
  return new DynamoTable(config);
}

class DynamoTable implements PresenceTable {
  readonly #config: PresenceTableConfig;
  readonly #client: DynamoDBClient;
  readonly #documents: DynamoDBDocumentClient;

  constructor(config: PresenceTableConfig) {
    const { region, endpoint, vercelRoleArn: roleArn } = config;
    this.#config = config;
    this.#client = new DynamoDBClient({
      region,
      // Whoever asks knows what is still worth telling, and when.
      maxAttempts: 1,
      ...(endpoint === undefined ? {} : { endpoint }),
      // The client keeps the credentials until they run out; the provider does not.
      ...(roleArn === undefined
        ? {}
        : { credentials: awsCredentialsProvider({ roleArn, clientConfig: { region } }) }),
    });
    this.#documents = DynamoDBDocumentClient.from(this.#client);
  }

  async read(projectId: string, now: number, isConsistent: boolean): Promise<readonly StoredPerson[]> {
    const { tableName, partitionKey, sortKey } = this.#config;
    const query = {
      TableName: tableName,
      KeyConditionExpression: '#project = :project',
      // Expired items are returned for days, until the service gets around to deleting them.
      FilterExpression: '#ttl > :now',
      ExpressionAttributeNames: { '#project': partitionKey, '#ttl': 'ttl' },
      ExpressionAttributeValues: { ':project': projectId, ':now': wholeSeconds(now) },
      ConsistentRead: isConsistent,
    };
    const found: StoredPerson[] = [];
    // A page holds 1 MB, a person takes less than 1 kB as a rule: there is hardly ever a second page.
    let start: Record<string, unknown> | undefined;
    do {
      const page = await this.#documents.send(
        new QueryCommand(start === undefined ? query : { ...query, ExclusiveStartKey: start }),
        soon(),
      );
      found.push(...(page.Items ?? []).flatMap((item) => readItem(item[sortKey], item) ?? []));
      start = page.LastEvaluatedKey;
    } while (start !== undefined);
    return found;
  }

  write(write: PersonWrite): Promise<boolean> {
    const key = { TableName: this.#config.tableName, Key: this.#keyOf(write) };
    const command = new UpdateCommand({ ...key, ...updateOf(write, Date.now()) });
    return unlessRefused(this.#documents.send(command, soon()));
  }

  sayGoodbye(goodbye: Goodbye): Promise<boolean> {
    const { goneAt, expiresAt } = goodbye;
    const command = new PutCommand({
      TableName: this.#config.tableName,
      Item: { ...this.#keyOf(goodbye), goneAt, ttl: ttlOf(expiresAt) },
      // Whoever came back at another server before this arrived stays.
      ConditionExpression: 'attribute_not_exists(seenAt) OR seenAt <= :goneAt',
      ExpressionAttributeValues: { ':goneAt': goneAt },
    });
    return unlessRefused(this.#documents.send(command, soon()));
  }

  remove(departure: Departure): Promise<boolean> {
    const command = new DeleteCommand({
      TableName: this.#config.tableName,
      Key: this.#keyOf(departure),
      ConditionExpression:
        'attribute_not_exists(goneAt) AND (attribute_not_exists(watchedBy) OR watchedBy = :us)',
      ExpressionAttributeValues: { ':us': departure.watchedBy },
    });
    return unlessRefused(this.#documents.send(command, soon()));
  }

  close(): void {
    this.#client.destroy();
  }

  #keyOf(person: PersonKey): Record<string, string> {
    const { partitionKey, sortKey } = this.#config;
    return { [partitionKey]: person.projectId, [sortKey]: sortKeyOf(person) };
  }
}

/** No value overwrites one that the client set later, and no news of a person a goodbye that came after it. */
function updateOf(write: PersonWrite, now: number) {
  const { told, setAt, isWhole, saidAt, seenAt, expiresAt, watchedBy } = write;
  const fields = Object.entries(told).map(([field, value], place) => ({
    name: `#field${place}`,
    field,
    stored: storedValue(setAt[field] ?? 0, value),
    value: `:field${place}`,
    at: `:at${place}`,
  }));
  const isNewer = fields.map(({ name, at }) => `(attribute_not_exists(${name}) OR ${name}.#at <= ${at})`);
  const sets = [
    'seenAt = :seenAt',
    '#ttl = :ttl',
    ...(watchedBy === undefined ? [] : ['watchedBy = :us']),
    ...fields.map(({ name, value }) => `${name} = ${value}`),
  ];
  return {
    UpdateExpression: `SET ${sets.join(', ')}${isWhole ? ' REMOVE goneAt' : ''}`,
    // An item whose time is over is as good as none: it is not read either.
    ConditionExpression: isWhole
      ? `#ttl <= :now OR (${['(attribute_not_exists(goneAt) OR goneAt < :saidAt)', ...isNewer].join(' AND ')})`
      : ['attribute_exists(seenAt)', ...isNewer].join(' AND '),
    ExpressionAttributeNames: {
      '#ttl': 'ttl',
      ...(fields.length > 0 ? { '#at': 'at' } : {}),
      ...Object.fromEntries(fields.map(({ name, field }) => [name, field])),
    },
    ExpressionAttributeValues: {
      ':seenAt': seenAt,
      ':ttl': ttlOf(expiresAt),
      ...(watchedBy === undefined ? {} : { ':us': watchedBy }),
      ...(isWhole ? { ':now': wholeSeconds(now), ':saidAt': saidAt } : {}),
      ...Object.fromEntries(
        fields.flatMap(({ value, at, stored }) => [
          [value, stored],
          [at, stored.at],
        ]),
      ),
    },
  };
}

function soon() {
  return { abortSignal: AbortSignal.timeout(requestTimeoutMs) };
}

/** DynamoDB's time to live counts whole seconds since the epoch. */
function ttlOf(expiresAt: number): number {
  return Math.ceil(expiresAt / 1_000);
}

function wholeSeconds(now: number): number {
  return Math.floor(now / 1_000);
}

async function unlessRefused(request: Promise<unknown>): Promise<boolean> {
  try {
    await request;
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw error;
  }
}
