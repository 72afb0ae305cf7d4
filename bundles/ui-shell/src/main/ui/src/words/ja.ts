export { default as ui } from '@fresnel/ui/messages/ja.json';
export { default as shell } from '../../messages/ja.json';
