import { type Problem as ProblemData, t } from '@fresnel/sdk';
import { Button, Problem, TextInput } from '@fresnel/ui';
import { useEffect, useState } from 'react';
import { Brand } from '../frame/Brand';
import styles from './SignIn.module.css';
import { signIn } from './session';

/** For a browser that nobody is signed in with: what to do, in words. */
export function SignIn({ problem }: { readonly problem: ProblemData | undefined }) {
  const [text, setText] = useState('');
  useEffect(() => {
    document.title = `${t('signIn.title')} · Fresnel`;
  }, []);
  const enter = () => {
    if (text.trim() !== '') void signIn(text);
  };
  return (
    <main className={styles.page}>
      <p className={styles.brand}>
        <Brand /> Fresnel
      </p>
      <h1>{t('signIn.title')}</h1>
      <p>{t('signIn.text')}</p>
      {problem && <Problem tried={t('signIn.failed')} problem={problem} />}
      <form
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          enter();
        }}
      >
        <TextInput label={t('signIn.key')} placeholder={t('signIn.key')} value={text} onChange={setText} />
        <Button kind="primary" onPress={enter}>
          {t('signIn.enter')}
        </Button>
      </form>
    </main>
  );
}
