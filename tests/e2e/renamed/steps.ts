import { administrationSteps } from "./administration";
import { contentSteps } from "./content";
import { organizationSteps } from "./organization";
import { routeSteps } from "./routes";
import type { Step } from "./scene";

/** Every kind of mutation there is, in an order in which each finds what it needs. */
export const steps: Step[] = [...organizationSteps, ...contentSteps, ...routeSteps, ...administrationSteps];
