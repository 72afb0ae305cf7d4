import { marked, type Token, type Tokens } from 'marked';
import { Fragment, type ReactNode, useMemo } from 'react';
import styles from './plugins.module.css';

export interface ReadmeProps {
  readonly text: string;
}

/**
 * A stranger's Markdown as elements of our own. Nothing of it becomes markup: HTML is shown as the text that it is, pictures are their
 * words, and links go to http and https alone, in a window that knows nothing of this one.
 */
export function Readme({ text }: ReadmeProps) {
  const tokens = useMemo(() => read(text.slice(0, LONGEST)), [text]);
  return <div className={styles.readme}>{tokens === undefined ? <pre>{text.slice(0, LONGEST)}</pre> : blocks(tokens)}</div>;
}

const LONGEST = 200_000;

/** A text that is made to exhaust its reader is shown as it is. */
function read(text: string): readonly Token[] | undefined {
  try {
    return marked.lexer(text);
  } catch (cause) {
    console.warn('A text could not be read as Markdown', cause);
    return undefined;
  }
}

/** Deeper than any text that somebody reads; what is below is left away. */
const DEEPEST = 24;

function blocks(tokens: readonly Token[], depth = 0): ReactNode {
  if (depth > DEEPEST) return undefined;
  // biome-ignore lint/suspicious/noArrayIndexKey: a text that is never changed
  return tokens.map((token, index) => <Fragment key={index}>{block(token, depth)}</Fragment>);
}

function block(token: Token, depth: number): ReactNode {
  switch (token.type) {
    case 'heading':
      // The page has its own h1 and h2.
      return (token as Tokens.Heading).depth < 3 ? <h3>{inline(token.tokens ?? [], depth)}</h3> : <h4>{inline(token.tokens ?? [], depth)}</h4>;
    case 'paragraph':
      return <p>{inline(token.tokens ?? [], depth)}</p>;
    case 'text':
      return token.tokens ? inline(token.tokens, depth) : token.text;
    case 'code':
      return (
        <pre>
          <code>{token.text}</code>
        </pre>
      );
    case 'blockquote':
      return <blockquote>{blocks(token.tokens ?? [], depth + 1)}</blockquote>;
    case 'list':
      return list(token as Tokens.List, depth);
    case 'table':
      return table(token as Tokens.Table, depth);
    case 'hr':
      return <hr />;
    case 'space':
    case 'def':
      return undefined;
    default:
      return <p>{token.raw}</p>;
  }
}

function list(token: Tokens.List, depth: number): ReactNode {
  // biome-ignore lint/suspicious/noArrayIndexKey: a text that is never changed
  const items = token.items.map((item, index) => <li key={index}>{blocks(item.tokens, depth + 1)}</li>);
  return token.ordered ? <ol>{items}</ol> : <ul>{items}</ul>;
}

function table(token: Tokens.Table, depth: number): ReactNode {
  return (
    <table>
      <thead>
        <tr>
          {token.header.map((cell, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a text that is never changed
            <th key={index} scope="col">
              {inline(cell.tokens, depth)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {token.rows.map((row, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a text that is never changed
          <tr key={at}>
            {row.map((cell, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a text that is never changed
              <td key={index}>{inline(cell.tokens, depth)}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function inline(tokens: readonly Token[], depth: number): ReactNode {
  if (depth > DEEPEST) return undefined;
  // biome-ignore lint/suspicious/noArrayIndexKey: a text that is never changed
  return tokens.map((token, index) => <Fragment key={index}>{span(token, depth + 1)}</Fragment>);
}

function span(token: Token, depth: number): ReactNode {
  switch (token.type) {
    case 'strong':
      return <strong>{inline(token.tokens ?? [], depth)}</strong>;
    case 'em':
      return <em>{inline(token.tokens ?? [], depth)}</em>;
    case 'del':
      return <del>{inline(token.tokens ?? [], depth)}</del>;
    case 'codespan':
      return <code>{unescaped(token.text)}</code>;
    case 'br':
      return <br />;
    case 'link':
      return link(token as Tokens.Link, depth);
    case 'image':
      return token.text ? `[${token.text}]` : undefined;
    case 'escape':
      return token.text;
    case 'text':
      return 'tokens' in token && token.tokens ? inline(token.tokens, depth) : unescaped(token.text);
    default:
      return token.raw;
  }
}

function link(token: Tokens.Link, depth: number): ReactNode {
  const words = inline(token.tokens, depth);
  const address = plainAddress(token.href);
  return address === undefined ? (
    words
  ) : (
    <a href={address} target="_blank" rel="noopener noreferrer nofollow" title={address}>
      {words}
    </a>
  );
}

/** Only whole addresses of the web: no scripts, no data, nothing of our own origin. */
export function plainAddress(text: string): string | undefined {
  try {
    const url = new URL(text);
    return (url.protocol === 'https:' || url.protocol === 'http:') && url.username === '' && url.password === '' ? url.href : undefined;
  } catch {
    return undefined;
  }
}

/** The lexer escapes for HTML what is drawn as text here. */
function unescaped(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&#39;', "'").replaceAll('&amp;', '&');
}
