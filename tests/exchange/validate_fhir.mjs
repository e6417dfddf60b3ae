// What Medplum's validator says of FHIR resources: node validate_fhir.mjs FOLDER FILE
// FOLDER holds medplum.mjs and fhir-definitions.json; FILE a list of resources. Prints, for each,
// the problems that are errors.
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { join } from "node:path";

const [folder, file] = process.argv.slice(2);
const read = (path) => JSON.parse(readFileSync(path, "utf-8"));
const { indexStructureDefinitionBundle, validateResource } = await import(
  pathToFileURL(join(folder, "medplum.mjs")).href
);
indexStructureDefinitionBundle(read(join(folder, "fhir-definitions.json")));

function problems(resource) {
  try {
    return validateResource(resource).filter((issue) => issue.severity !== "warning").map((issue) => issue.details.text);
  } catch (error) {
    return (error.outcome?.issue ?? [{ details: { text: error.message } }]).map((issue) => `${issue.details?.text} ${issue.expression ?? ""}`);
  }
}
console.log(JSON.stringify(read(file).map(problems)));
