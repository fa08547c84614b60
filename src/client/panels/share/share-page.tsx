'use client';
import { CloudOff, Unlink } from 'lucide-react';
import { useEffect, useState } from 'react';
import { ApiProblem } from '../../api/api-problem';
import { api } from '../api-instance';
import { Button } from '../ui/button';
import { Message } from '../ui/message';
import { Spinner } from '../ui/spinner';

type SharePageProps = {
  readonly shareKey: string;
  /** Goes to the project, without leaving this page in the history. */
  readonly open: (projectId: string) => void;
  readonly home: () => void;
};

/** Takes an invitation up and goes to its project. */
export function SharePage({ shareKey, open, home }: SharePageProps) {
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  useEffect(() => {
    let isWanted = true;
    api()
      .acceptShareLink(shareKey)
      .then(({ projectId }) => isWanted && open(projectId))
      .catch((error: unknown) => {
        if (isWanted && error instanceof ApiProblem) setProblem(error);
      });
    return () => {
      isWanted = false;
    };
  }, [shareKey, open]);
  return (
    <main className="flex h-dvh items-center justify-center">
      {problem === null ? (
        <Spinner label="Opening the project" />
      ) : (
        <Message
          level={1}
          icon={problem.kind === 'problem' ? Unlink : CloudOff}
          title={problem.kind === 'problem' ? 'This link does not work' : 'The server does not answer'}
          actions={
            problem.kind === 'problem' ? (
              <Button look="primary" onClick={home}>
                Go to my projects
              </Button>
            ) : (
              <Button onClick={() => location.reload()}>Try again</Button>
            )
          }
        >
          {problem.kind === 'problem'
            ? 'It may be incomplete, or the project is gone. Ask whoever sent it for a new one.'
            : problem.problem.detail}
        </Message>
      )}
    </main>
  );
}
