export { GET } from '../livez/route';
