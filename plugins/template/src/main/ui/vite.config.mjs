import { fresnelPlugin } from '@fresnel/sdk/vite';

export default fresnelPlugin({ id: 'template', root: import.meta.dirname });
