import { type KubeObject, t } from '@fresnel/sdk';
import { Section, Status } from '@fresnel/ui';
import { useMemo } from 'react';
import { useSubject } from '../context';
import { at, listOf, textOf } from '../fields';
import { Moment, Several } from '../generic/Value';
import { certificatesIn, requestIn, type Subject } from '../x509';
import { FactGrid } from './FactGrid';

const SOON = 30 * 24 * 3600 * 1000;

/** Certificates of a PEM text, each with whom it is for and how long it holds. */
export function Certificates({ pem }: { readonly pem: string }) {
  const found = useMemo(() => certificatesIn(pem), [pem]);
  if (found.length === 0) return <p>{t('cert.unreadable')}</p>;
  return found.map((one) => (
    <FactGrid
      key={one.serial}
      items={[
        ...subjectFacts(one),
        { name: t('cert.issuer'), value: one.issuer },
        { name: t('cert.from'), value: <Moment text={new Date(one.notBefore).toISOString()} /> },
        {
          name: t('cert.until'),
          value: (
            <>
              <Moment text={new Date(one.notAfter).toISOString()} /> <Validity from={one.notBefore} until={one.notAfter} />
            </>
          ),
        },
        { name: t('cert.serial'), value: <code>{one.serial}</code> },
      ]}
    />
  ));
}

function Validity({ from, until }: { readonly from: number; readonly until: number }) {
  const now = Date.now();
  if (now > until) return <Status health="error" word={t('cert.expired')} />;
  if (now < from) return <Status health="waiting" word={t('cert.notYet')} />;
  if (until - now < SOON) return <Status health="warning" word={t('cert.soon')} />;
  return <Status health="ok" word={t('cert.valid')} />;
}

function subjectFacts(one: Subject) {
  return [
    { name: t('cert.subject'), value: one.subject },
    { name: t('cert.names'), value: <Several>{one.names}</Several> },
    { name: t('cert.key'), value: one.key },
  ];
}

/** Who asks for a certificate in a signing request, and what became of it. */
export function SigningRequest() {
  const { object } = useSubject();
  const encoded = textOf(at(object.spec, 'request'));
  const request = useMemo(() => {
    try {
      return requestIn(atob(encoded));
    } catch {
      return undefined;
    }
  }, [encoded]);
  const issued = textOf(at(object.status, 'certificate'));
  return (
    <>
      <Section title={t('section.request')} beside={standing(object)}>
        {request === undefined ? <p>{t('cert.unreadable')}</p> : <FactGrid items={subjectFacts(request)} />}
      </Section>
      {issued && (
        <Section title={t('section.certificate')}>
          <Certificates pem={decoded(issued)} />
        </Section>
      )}
    </>
  );
}

/** What became of it, in kubectl's words. */
function standing({ status }: KubeObject): string {
  const types = listOf(at(status, 'conditions')).map((one) => textOf(one.type));
  const verdict = ['Failed', 'Denied', 'Approved'].find((type) => types.includes(type)) ?? 'Pending';
  return textOf(at(status, 'certificate')) === '' ? verdict : `${verdict}, Issued`;
}

function decoded(base64: string): string {
  try {
    return atob(base64);
  } catch {
    return '';
  }
}
