import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { CircleUserRound, Keyboard, LogOut } from 'lucide-react';
import { type Session, signOut } from '../api/session-api.ts';
import { Avatar } from '../ui/avatar.tsx';
import { Menu, MenuItem, MenuSeparator } from '../ui/menu.tsx';
import { openShortcutSheet } from './palette-store.ts';

/** Who is signed in, and what concerns her alone. */
export function AccountMenu({ session }: { session: Session }) {
  const navigate = useNavigate();
  const client = useQueryClient();
  const leave = useMutation({
    mutationFn: signOut,
    onSuccess: async () => {
      await navigate({ to: '/sign-in' });
      client.clear();
    },
  });
  const { name, email } = session.account;
  return (
    <Menu
      side="top"
      trigger={
        <button type="button" className="navigation-link">
          <Avatar name={name || email} size={18} />
          <span className="grow truncate">{name || email}</span>
          <span className="visually-hidden">, account menu</span>
        </button>
      }
    >
      <MenuItem
        icon={<CircleUserRound size={14} />}
        onClick={() => void navigate({ to: '/account' })}
      >
        Your account
      </MenuItem>
      <MenuItem icon={<Keyboard size={14} />} onClick={openShortcutSheet}>
        Keyboard shortcuts
      </MenuItem>
      <MenuSeparator />
      <MenuItem icon={<LogOut size={14} />} onClick={() => leave.mutate()}>
        Sign out
      </MenuItem>
    </Menu>
  );
}
