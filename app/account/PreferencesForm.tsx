import { ActionForm } from "@/app/_forms/ActionForm";
import type { Notice } from "@/app/_forms/notice";
import { languages, listTimeZones, readPreferences } from "@/app/_preferences/preferences";
import { Section } from "@/app/_shell/Section";
import { changePreferences } from "./actions";

const languageOptions = languages.map(({ locale, name }) => ({ value: locale, label: name, lang: locale }));

const unknownZone = { invalid_input: "There is no such time zone. Choose one from the list." };

/** How activity is told in this browser: it belongs to no account, and changing it is not recorded. */
export async function PreferencesForm({ notice }: { notice: Notice }) {
  const { locale, timeZone } = await readPreferences();
  return (
    <Section title="Language and time zone">
      <ActionForm
        action={changePreferences}
        done="Saved, for this browser."
        fields={[
          {
            kind: "select",
            name: "locale",
            label: "Language of activity",
            hint: "The pages around it are in English.",
            value: locale,
            options: languageOptions,
          },
          {
            kind: "select",
            name: "timeZone",
            label: "Time zone",
            hint: "Days and times of activity are told in this zone. As long as you choose none it is UTC, which is the same everywhere and has no summer time.",
            value: timeZone,
            options: listTimeZones(timeZone).map(toOption),
          },
        ]}
        messages={notice.fields.includes("timeZone") ? unknownZone : {}}
        name="preferences"
        notice={notice}
        submit="Save"
        variant="outline"
      />
    </Section>
  );
}

function toOption(timeZone: string) {
  return { value: timeZone, label: timeZone.replaceAll("_", " ") };
}
