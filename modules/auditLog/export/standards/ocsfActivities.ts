/** One of the classes of OCSF's category 3, Identity & Access Management. */
export type OcsfClass = { uid: number; name: string };

export const authentication: OcsfClass = { uid: 3002, name: "Authentication" };
export const entityManagement: OcsfClass = { uid: 3004, name: "Entity Management" };
export const groupManagement: OcsfClass = { uid: 3006, name: "Group Management" };
const userManagement: OcsfClass = { uid: 3007, name: "User Management" };

/** A class and one of its activities, with the captions that OCSF 1.9.0 gives them. */
export type OcsfActivity = { of: OcsfClass; id: number; name: string };

const activity = (of: OcsfClass, id: number, name: string): OcsfActivity => ({ of, id, name });

/** The activity of actions that stand in no table, named by the action itself. */
export const otherActivity = 99;
const unknownActivity = 0;

export const accountSwitch = activity(authentication, 7, "Account Switch");
export const assignRoles = activity(userManagement, 16, "Assign Roles");
export const addUser = activity(groupManagement, 3, "Add User");
export const removeUser = activity(groupManagement, 4, "Remove User");
const logon = activity(authentication, 1, "Logon");
const logoff = activity(authentication, 2, "Logoff");
const passwordChange = activity(userManagement, 8, "Password Change");
const passwordReset = activity(userManagement, 9, "Password Reset");

type Rule = readonly [RegExp, OcsfActivity];

/** Actions of sign-in and sessions, whatever resource they name. The first match holds. */
const onSessions: readonly Rule[] = [
  [/(^|\.)impersonation\.(stopped|ended)$/, logoff],
  [/(^|\.)(impersonation\.started|impersonated)$/, accountSwitch],
  [/(^|\.)(login|logon|log_in|sign_in|logged_in|signed_in)(\.failed)?$/, logon],
  [/(^|\.)(logout|logoff|log_out|sign_out|logged_out|signed_out)$/, logoff],
  [/^auth\.session\.(created|started)$/, logon],
  [/^auth\.session\.(ended|expired|revoked)$/, logoff],
  [/^auth\.(.+\.)?password_changed$/, passwordChange],
  [/^auth\.(.+\.)?password_reset$/, passwordReset],
];

/** Actions on a resource that is a user. What became of a user is told only of actions named so. */
const onUsers: readonly Rule[] = [
  [/[._]password_changed$/, passwordChange],
  [/[._]password_reset$/, passwordReset],
  [/[._]roles?_(changed|assigned|granted|added)$/, assignRoles],
  [/[._]roles?_(removed|revoked)$/, activity(userManagement, 17, "Remove Roles")],
  [/[._](mfa|two_factor)_enabled$/, activity(userManagement, 12, "Enable MFA Factors")],
  [/[._](mfa|two_factor)_disabled$/, activity(userManagement, 13, "Disable MFA Factors")],
  [/(^|\.)(user|account|person)\.(created|registered)$/, activity(userManagement, 1, "Create")],
  [/(^|\.)(user|account|person)\.(updated|changed|renamed)$/, activity(userManagement, 2, "Update")],
  [/(^|\.)(user|account|person)\.(deleted|removed)$/, activity(userManagement, 3, "Delete")],
  [
    /(^|\.)(user|account|person)\.(enabled|(re)?activated|unbanned|unsuspended)$/,
    activity(userManagement, 4, "Enable"),
  ],
  [
    /(^|\.)(user|account|person)\.(disabled|deactivated|banned|suspended)$/,
    activity(userManagement, 5, "Disable"),
  ],
  [/(^|\.)(user|account|person)\.locked$/, activity(userManagement, 6, "Lock")],
  [/(^|\.)(user|account|person)\.unlocked$/, activity(userManagement, 7, "Unlock")],
];

/** Actions on who belongs to a resource, e.g. `organization.member_joined`. */
const onMembers: readonly Rule[] = [
  [/[._](member|user)s?_(added|joined)$/, addUser],
  [/[._](member|user)s?_(removed|left)$/, removeUser],
];

const entityVerbs = new Map<string, OcsfActivity>();

function verbs(words: string, id: number, name: string): void {
  for (const word of words.split(" ")) entityVerbs.set(word, activity(entityManagement, id, name));
}

verbs("created added imported uploaded", 1, "Create");
verbs("viewed read opened listed searched exported downloaded", 2, "Read");
verbs("updated changed edited modified published unpublished transferred", 3, "Update");
verbs("deleted removed purged", 4, "Delete");
verbs("moved renamed", 5, "Move");
verbs("enrolled", 6, "Enroll");
verbs("unenrolled", 7, "Unenroll");
verbs("enabled", 8, "Enable");
verbs("disabled", 9, "Disable");
verbs("activated", 10, "Activate");
verbs("deactivated", 11, "Deactivate");
verbs("suspended paused", 12, "Suspend");
verbs("resumed unsuspended", 13, "Resume");

const userKinds = new Set(["user", "account", "person"]);

/** Whether resources of this type are somebody who signs in. */
export const isUserType = (resourceType: string): boolean => userKinds.has(resourceType);

// An application has some dozens of actions; a list with more is not the application's.
const mostKnown = 2000;
const known = { ofUsers: new Map<string, OcsfActivity>(), ofOthers: new Map<string, OcsfActivity>() };

/** What an action on a resource of this type is in OCSF's terms, by its name alone. */
export function activityOf(action: string, resourceType: string): OcsfActivity {
  const cache = isUserType(resourceType) ? known.ofUsers : known.ofOthers;
  const found = cache.get(action);
  if (found !== undefined) return found;
  const made = classify(action, resourceType);
  if (cache.size >= mostKnown) cache.clear();
  if (action.length <= 200) cache.set(action, made);
  return made;
}

function classify(action: string, resourceType: string): OcsfActivity {
  const rules = isUserType(resourceType) ? [...onSessions, ...onUsers] : [...onSessions, ...onMembers];
  const rule = rules.find(([pattern]) => pattern.test(action));
  return rule?.[1] ?? entityVerbs.get(lastWord(action)) ?? otherOf(action);
}

const lastWord = (action: string): string =>
  action.slice(Math.max(action.lastIndexOf("."), action.lastIndexOf("_")) + 1);

// OCSF wants a name beside 99, and there is none in an action without one.
function otherOf(action: string): OcsfActivity {
  if (action === "") return activity(entityManagement, unknownActivity, "Unknown");
  return activity(entityManagement, otherActivity, action.toWellFormed());
}
