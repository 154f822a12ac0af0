import Audit.Record

/-!
# The `audit` executable

`lake exe audit` walks the environment of a built library and says which axioms each declaration
rests on. Exit status: 0 clean, 1 something rests on an axiom that is not allowed, 2 could not tell.
-/

open Lean System

namespace Audit

/-- What the command line asks for. -/
structure Options where
  project : FilePath := "."
  json : Option FilePath := none
  listNames : Bool := false
  why : Option (Name × Name) := none

private def usage : String :=
"lake exe audit [--project DIR] [--json FILE] [--names] [--why THEOREM AXIOM]

Walks the environment of the built library and prints which axioms it rests on.

  --project DIR          audit another built Lake project
  --json FILE            write the audit record there
  --names                print every declaration with its axioms
  --why THEOREM AXIOM    print a shortest chain of uses between the two

Exit status: 0 clean, 1 an axiom is not allowed, 2 could not tell."

private def parse : List String → Options → Except String Options
  | [], options => .ok options
  | "--project" :: dir :: rest, options => parse rest { options with project := dir }
  | "--json" :: file :: rest, options => parse rest { options with json := some file }
  | "--names" :: rest, options => parse rest { options with listNames := true }
  | "--why" :: theoremName :: axiomName :: rest, options =>
    parse rest { options with why := some (theoremName.toName, axiomName.toName) }
  | word :: _, _ => .error s!"cannot read {word}; see `lake exe audit --help`"

/-- Whether the project has a source for the module, at its top or in one of its folders. -/
private def hasSource (project : FilePath) (module : Name) : IO Bool := do
  if ← (modToFilePath project module "lean").pathExists then return true
  (← project.readDir).anyM fun entry => (modToFilePath entry.path module "lean").pathExists

private partial def modulesIn (folder : FilePath) (parent : Name) : IO (Array Name) := do
  let mut found := #[]
  for entry in ← folder.readDir do
    if ← entry.path.isDir then
      found := found ++ (← modulesIn entry.path (parent.str entry.fileName))
    else if entry.path.extension == some "olean" then
      if let some stem := entry.path.fileStem then found := found.push (parent.str stem)
  return found

/-- The modules of a built project that still have a source. -/
private def builtModules (project : FilePath) : IO (List Name) := do
  let folder := project / ".lake" / "build" / "lib" / "lean"
  unless ← folder.isDir do
    throw <| IO.userError s!"{folder}: no such folder; build the project first (lake build)"
  return ((← (← modulesIn folder .anonymous).filterM (hasSource project)).qsort Name.lt).toList

/-- Throws when the build is older than the sources: what was built is then not what they say. -/
private def requireFresh (project : FilePath) (modules : List Name) : IO Unit := do
  let targets := modules.toArray.map fun module => s!"+{module}"
  let out ← IO.Process.output
    { cmd := "lake", args := #["--no-build", "build"] ++ targets, cwd := project }
  unless out.exitCode == 0 do
    let lines := (out.stderr ++ out.stdout).splitOn "\n"
    let told := lines.filter (·.startsWith "- ") ++ lines.filter (·.startsWith "error: ")
    throw <| IO.userError
      s!"the build is not that of the sources, run `lake build` first ({told.headD "lake failed"})"

/-- The search path of another project, as its own `lake` reports it. -/
private def searchPathOf (project : FilePath) : IO Lean.SearchPath := do
  let out ← IO.Process.output
    { cmd := "lake", args := #["env", "printenv", "LEAN_PATH"], cwd := project }
  unless out.exitCode == 0 do
    throw <| IO.userError s!"lake env in {project}: {out.stderr.trimAscii}"
  return (System.SearchPath.parse out.stdout.trimAscii.copy).map fun path =>
    if path.isAbsolute then path else project / path

private partial def leanFiles (root : FilePath) (folder : String) :
    IO (List (String × String)) := do
  let mut found := []
  for entry in ← (root / folder).readDir do
    let path := s!"{folder}/{entry.fileName}"
    if ← entry.path.isDir then
      found := found ++ (← leanFiles root path)
    else if entry.path.extension == some "lean" then
      found := found ++ [(path, hex (sha256 (← IO.FS.readBinFile entry.path)))]
  return found

private def mathlibRevision (project : FilePath) : IO String := do
  let file := project / "lake-manifest.json"
  unless ← file.pathExists do return ""
  let manifest ← IO.ofExcept <| Json.parse (← IO.FS.readFile file)
  let packages ← IO.ofExcept <| manifest.getObjVal? "packages" >>= Json.getArr?
  for package in packages do
    if (package.getObjValAs? String "name").toOption == some "mathlib" then
      return ← IO.ofExcept <| package.getObjValAs? String "rev"
  return ""

private def writeAtomically (file : FilePath) (contents : String) : IO Unit := do
  let temporary := file.withExtension "json.new"
  IO.FS.writeFile temporary contents
  IO.FS.rename temporary file

private def describe (record : Record) : IO Unit := do
  IO.println s!"{record.declarations.size} declarations, {record.toolchain}"
  for a in record.axioms do
    let verdict := if a.allowed then "allowed" else s!"NOT ALLOWED, {a.standing}"
    IO.println s!"  {a.name} ({a.module}): {verdict}, under {a.usedBy} declarations"
  for p in record.paths do
    IO.println s!"  {" → ".intercalate (p.path.map toString)}"

private def audit (options : Options) : IO UInt32 := do
  let sysroot ← findSysroot
  if options.project.toString == "." then
    initSearchPath sysroot
  else
    initSearchPath sysroot (← searchPathOf options.project)
  let own (module : Name) : Bool := options.project.toString == "." && (`Audit).isPrefixOf module
  let modules := (← builtModules options.project).filter (!own ·)
  requireFresh options.project modules
  let library := (modules.map (·.getRoot)).eraseDups
  let env ← importModules (modules.toArray.map fun module => { module }) {}
  if let some (theoremName, axiomName) := options.why then
    let (_, closure) := (visit env theoremName).run {}
    for name in [theoremName, axiomName] do
      unless (env.checked.get.find? name).isSome do
        throw <| IO.userError s!"no declaration {name}; see `lake exe audit --names`"
    match path? env closure theoremName axiomName with
    | some chain => IO.println <| " → ".intercalate (chain.map toString)
    | none => IO.println s!"{theoremName} does not rest on {axiomName}"
    return 0
  let sources ←
    if ← (options.project / "lean").isDir then leanFiles options.project "lean" else pure []
  let toolchainFile := options.project / "lean-toolchain"
  let toolchain ← if ← toolchainFile.pathExists then
      pure (← IO.FS.readFile toolchainFile).trimAscii.copy
    else pure Lean.versionString
  let record ← makeRecord env library toolchain (← mathlibRevision options.project) sources
  if options.listNames then
    for d in record.declarations do
      let used := ", ".intercalate (d.axioms.map toString).toList
      let flags := if d.flags.isEmpty then "" else s!" [{", ".intercalate d.flags.toList}]"
      IO.println s!"{d.kind} {d.name}: {used}{flags}"
  describe record
  if let some file := options.json then
    writeAtomically file (record.toJson.pretty ++ "\n")
  return if record.axioms.all (·.allowed) then 0 else 1

end Audit

/-- Entry point of `lake exe audit`. -/
def main (args : List String) : IO UInt32 := do
  if args.contains "--help" || args.contains "-h" then
    IO.println Audit.usage
    return 0
  try
    Audit.audit (← IO.ofExcept (Audit.parse args {}))
  catch error =>
    IO.eprintln s!"audit: {error}"
    pure 2
