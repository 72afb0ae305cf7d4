import { t } from '@fresnel/sdk';

/** The editor's own words, in the person's language; CodeMirror asks for them by its English ones. */
export function phrases(): Readonly<Record<string, string>> {
  return {
    Find: t('code.find'),
    Replace: t('code.replaceWith'),
    next: t('code.next'),
    previous: t('code.previous'),
    all: t('code.all'),
    'match case': t('code.case'),
    regexp: t('code.regexp'),
    'by word': t('code.word'),
    replace: t('code.replace'),
    'replace all': t('code.replaceAll'),
    close: t('code.close'),
    'Go to line': t('code.line'),
    go: t('code.go'),
    Diagnostics: t('code.marks'),
    'No diagnostics': t('code.noMarks'),
    Completions: t('code.completions'),
    'Fold line': t('code.fold'),
    'Unfold line': t('code.unfold'),
    'folded code': t('code.folded'),
    unfold: t('code.unfold'),
    '$ unchanged lines': t('code.unchanged', { count: '$' }),
    'replaced $ matches': t('code.replaced', { count: '$' }),
    'current match': t('code.match'),
    'on line': t('code.onLine', { line: '' }),
    'Selection deleted': t('code.deleted'),
  };
}
