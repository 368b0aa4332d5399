import {
  Archive,
  ArchiveRestore,
  ArrowRightLeft,
  CircleDot,
  CirclePlus,
  Download,
  Eye,
  KeyRound,
  LogIn,
  LogOut,
  Mail,
  Pencil,
  Send,
  Trash,
  UserCheck,
  UserCog,
  UserMinus,
  UserPlus,
  UserX,
  VenetianMask,
  type IconNode,
} from "lucide";

const byVerb: [RegExp, IconNode][] = [
  [/member_invited$/, Mail],
  [/member_joined$/, UserPlus],
  [/member_removed$/, UserMinus],
  [/role_changed$/, UserCog],
  [/\.impersonation\./, VenetianMask],
  [/\.banned$/, UserX],
  [/\.unbanned$/, UserCheck],
  [/\.login/, LogIn],
  [/\.logout$/, LogOut],
  [/password/, KeyRound],
  [/created$/, CirclePlus],
  [/deleted$|canceled$/, Trash],
  [/archived$/, Archive],
  [/restored$/, ArchiveRestore],
  [/transferred$|moved$|switched$/, ArrowRightLeft],
  [/published$/, Send],
  [/updated$|renamed$|changed$/, Pencil],
  [/viewed$/, Eye],
  [/exported$/, Download],
];

/** The icon of an action's verb; a dot for one that has none. */
export function verbIcon(action: string): IconNode {
  return byVerb.find(([verb]) => verb.test(action))?.[1] ?? CircleDot;
}
