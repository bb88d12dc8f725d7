import { forgetReports } from './canary.ts';

export default forgetReports;
