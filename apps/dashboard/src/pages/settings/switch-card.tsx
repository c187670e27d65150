import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useProject } from '../../api/current-project.ts';
import { changeProject, projectQuery } from '../../api/project-api.ts';
import { Note } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { toasts } from '../../ui/toast-store.ts';

/** What is said of each of the two: a button, or what has come of it. */
interface Words {
  on: string;
  off: string;
}

interface SwitchCardProps {
  title: string;
  /** Which setting of the project. */
  setting: 'explainsInPages' | 'recordsMoves';
  isOn: boolean;
  /** What the button that turns it on, or off, is called. */
  actions: Words;
  /** What is said once it is so. */
  said: Words;
  children: ReactNode;
}

/** A setting of the project that is on or off, and what it means. */
export function SwitchCard({ title, setting, isOn, actions, said, children }: SwitchCardProps) {
  const { id } = useProject();
  const client = useQueryClient();
  const change = useMutation({
    mutationFn: () => changeProject(id, { [setting]: !isOn }),
    onSuccess: (project) => {
      client.setQueryData(projectQuery(id).queryKey, project);
      toasts.show({ text: project[setting] ? said.on : said.off });
    },
  });
  return (
    <section className="card settings-card" aria-label={title}>
      <h2>
        {title} {isOn ? <Note tone="good">On</Note> : <Note>Off</Note>}
      </h2>
      {children}
      <div className="settings-foot">
        <Button busy={change.isPending} onClick={() => change.mutate()}>
          {isOn ? actions.off : actions.on}
        </Button>
      </div>
    </section>
  );
}
