import { z } from 'zod';
import type { Visitor } from '../../accounts/accounts';
import type { PresentActor } from '../../presence/presence';
import type { Answer } from '../answer';
import { refusal } from '../answer';
import { EventStream } from '../event-stream';
import type { OpenStream } from '../open-streams';
import { OpenStreams } from '../open-streams';
import type { Route } from '../route';
import { actorOf, route } from '../route';
import type { AppServices } from '../services';
import { defaultLimits } from '../services';
import { projectIdOf } from './projects';

const liveQuery = z.strictObject({
  after: z.string().max(4_000).optional(),
  clientId: z.string().min(1).max(64).optional(),
});

const description = [
  '`changes`: a ChangesEvent, to be applied as a whole. `fingerprint`: a FingerprintEvent.',
  '`presence`: a PresenceEvent. `reload`: the cursor is too old; read the snapshot again.',
  '`reconnect`: the stream ends here; open the next one at once.',
  'The id of each event is the cursor to resume from.',
].join(' ');

/** The stream of one project: its log from a cursor on, who is here, and a sign of life. */
export function liveRoutes(services: AppServices): readonly Route[] {
  const { streams: maxStreams, ...times } = { ...defaultLimits, ...services.limits };
  const streams = new OpenStreams(services.stopping, times, (open) => void keep(services, open));
  return [
    route({
      method: 'GET',
      path: '/projects/:projectId/live',
      name: 'watchProject',
      summary: 'Server-Sent Events: what changes from now on, or since a cursor',
      tag: 'live',
      access: 'member',
      query: liveQuery,
      bodyKind: 'none',
      success: [{ status: 200, description, contentType: 'text/event-stream' }],
      handle: async (request) => {
        const actor = actorOf(request);
        if (services.stopping.aborted) {
          const detail = 'The server is stopping. Connect again in a moment.';
          return refusal({ code: 'unavailable', detail }, { 'retry-after': '1' });
        }
        if (streams.countOf(actor) >= maxStreams) {
          const detail = `${maxStreams} streams of yours are open. Close one first.`;
          return refusal({ code: 'rate-limited', detail }, { 'retry-after': '5' });
        }
        const { headers, method } = request.request;
        // A browser that reconnects by itself sends the header, and the address it began with.
        const { after = null, clientId } = request.query;
        const cursor = headers.get('last-event-id') || after;
        const place = { projectId: projectIdOf(request), clientId, cursor };
        const answer = await open(services, streams, request.visitor, place);
        return method === 'HEAD' ? withoutBody(answer) : answer;
      },
    }),
  ];
}

type Place = {
  readonly projectId: string;
  readonly clientId: string | undefined;
  readonly cursor: string | null;
};

async function open(
  { feed, presence }: AppServices,
  streams: OpenStreams,
  visitor: Visitor | null,
  { projectId, clientId, cursor }: Place,
): Promise<Answer> {
  if (visitor === null) throw new Error('A stream needs somebody who watches.');
  const { actor, color } = visitor;
  const ends: (() => void)[] = [];
  const stream = new EventStream(cursor, () => {
    for (const end of ends) end();
  });
  const subscription = await feed.subscribe(actor, projectId, cursor, (event) => stream.send(event));
  if (!subscription.ok) return refusal(subscription.problem);
  const watched: OpenStream = { stream, actor, projectId, clientId };
  streams.add(watched);
  ends.push(
    () => subscription.value.close(),
    () => {
      const isStillHere = streams.remove(watched);
      if (clientId === undefined || isStillHere) return;
      if (stream.isHandedOver) presence.release(projectId, actor.id, clientId);
      else presence.leave(projectId, actor.id, clientId);
    },
  );
  const present: PresentActor = { ...actor, color };
  if (clientId !== undefined) presence.enter(projectId, present, clientId);
  ends.push(presence.subscribe(projectId, (event) => stream.send(event)));
  // It may be over already: told to start over, or too slow for what was waiting.
  if (!stream.isOpen) for (const end of ends) end();
  return stream.answer;
}

/** At every heartbeat: whoever watches is here, and whoever may not any more is shown out. */
async function keep({ presence, projects }: AppServices, watched: OpenStream): Promise<void> {
  const { stream, actor, projectId, clientId } = watched;
  if (clientId !== undefined) presence.touch(projectId, actor.id, clientId);
  try {
    if (!(await projects.getProject(actor, projectId)).ok) stream.send({ kind: 'reload' });
  } catch {
    // The database is away for a moment: asked again at the next heartbeat.
  }
}

/** A stream that nobody reads is over. */
function withoutBody(answer: Answer): Answer {
  if (answer.content.kind === 'stream') void answer.content.read().cancel();
  return { ...answer, content: { kind: 'none' } };
}
