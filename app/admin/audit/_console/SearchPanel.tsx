import { reportError } from "@/app/_errors/report";
import { Disclosure } from "@/components/auditLog/console/Disclosure";
import { FilterPanel } from "@/components/auditLog/console/FilterPanel";
import { LinkRow } from "@/components/auditLog/console/LinkRow";
import { QueryHelp } from "@/components/auditLog/console/QueryHelp";
import { QueryLine } from "@/components/auditLog/console/QueryLine";
import { quickQuestions } from "@/components/auditLog/console/quickQuestions";
import { toVisible } from "@/components/auditLog/text/visible";
import { auditLogService } from "@/modules/auditLog/auditLog.service";
import { organizationService } from "@/modules/organization/organization.service";
import { consolePath, hrefOf } from "./address";
import { examples, placeholder, resourceTypes } from "./ownWords";
import { withScope } from "./withScope";
import type { ConsoleState } from "./readConsole";

/** Where people say what they look for: by a line, by a ready question, or by fields. */
export async function SearchPanel(state: ConsoleState) {
  const { access, query, display } = state;
  const questions = quickQuestions.map(({ label, line }) => {
    const asked = withScope(line, query);
    return { label, href: hrefOf(asked), isCurrent: query.line === asked };
  });
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
      <QueryLine errors={query.errors} line={query.line} path={consolePath} placeholder={placeholder} />
      <LinkRow label="Often asked:" links={questions} />
      <div className="grid grid-cols-[minmax(0,1fr)] gap-2">
        <Disclosure title="Filter by fields">
          <FilterPanel
            form={auditLogService.formFromQuery(query.line)}
            line={query.line}
            organizations={await listChoices(state)}
            path={consolePath}
            resourceTypes={resourceTypes}
            timeZone={display.timeZone}
          />
        </Disclosure>
        <Disclosure title="What can be typed here">
          <QueryHelp canChoose={access.canChoose} examples={examples} hrefOf={hrefOf} />
        </Disclosure>
      </div>
    </div>
  );
}

/** What an operator can choose from; any other organization can be typed all the same. */
async function listChoices({ actor, access }: ConsoleState) {
  if (!access.canChoose) return null;
  const organizations = await organizationService.listAll(actor).catch(reportFailure);
  return [
    { value: "platform", label: "The platform" },
    ...organizations.map(({ slug, name }) => ({ value: slug, label: toVisible(name) })),
  ];
}

function reportFailure(error: unknown): [] {
  reportError(error, "page");
  return [];
}
