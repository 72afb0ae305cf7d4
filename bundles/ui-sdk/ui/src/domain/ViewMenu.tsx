import { forgetView, navigate, saveView, t, useLocation, useSettings } from '@fresnel/sdk';
import { useState } from 'react';
import { Button } from '../basic/Button';
import { Menu, type MenuItem } from '../basic/Menu';
import { Modal } from '../basic/Modal';
import { TextInput } from '../basic/TextInput';

/** The saved views of a list, and how to save what it shows now: its address under a name. */
export function ViewMenu() {
  const { path, query } = useLocation();
  const { views } = useSettings();
  const [naming, setNaming] = useState(false);
  const text = query.toString();
  const here = text === '' ? path : `${path}?${text}`;
  const resource = path.split('/')[3];
  const own = views.filter((one) => one.to.split('?')[0]!.split('/')[3] === resource);
  const shown = own.find((one) => decodeURIComponent(one.to) === decodeURIComponent(here));
  const items: (MenuItem | 'line')[] = own.map((one) => ({ id: one.name, title: one.name, chosen: one === shown, onPress: () => navigate(one.to) }));
  if (items.length > 0) items.push('line');
  items.push({ id: '\0save', title: t('view.save'), onPress: () => setNaming(true) });
  if (shown) items.push({ id: '\0forget', title: t('view.forget', { name: shown.name }), onPress: () => forgetView(shown.name) });
  return (
    <>
      <Menu label={t('view.menu')} title={shown ? shown.name : t('view.title')} items={items} alignEnd />
      {naming && <Naming to={here} usual={shown?.name ?? ''} taken={views.map((one) => one.name)} onClose={() => setNaming(false)} />}
    </>
  );
}

interface NamingProps {
  readonly to: string;
  readonly usual: string;
  readonly taken: readonly string[];
  readonly onClose: () => void;
}

function Naming({ to, usual, taken, onClose }: NamingProps) {
  const [name, setName] = useState(usual);
  const given = name.trim();
  const save = () => {
    if (given === '') return;
    saveView({ name: given.slice(0, 100), to });
    onClose();
  };
  return (
    <Modal
      title={t('view.save')}
      onClose={onClose}
      actions={
        <Button kind="primary" onPress={save} lockedBecause={given === '' ? t('view.nameless') : undefined}>
          {taken.includes(given) ? t('view.replace') : t('view.keep')}
        </Button>
      }
    >
      <TextInput label={t('view.name')} placeholder={t('view.name')} value={name} onChange={setName} onKeyDown={(event) => event.key === 'Enter' && save()} />
      <p>{t('view.what')}</p>
    </Modal>
  );
}
