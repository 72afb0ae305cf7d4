import { fresnelPlugin } from '@fresnel/sdk/vite';

export default fresnelPlugin({ id: 'logs', root: import.meta.dirname });
