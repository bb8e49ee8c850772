using Microsoft.CodeAnalysis;

namespace Picard.Gen.Generators;

/// <summary>Which applications are described, and with what. Where none is, an edit costs a look at the applications and no more.</summary>
internal static class DocumentPlan
{
    /// <summary>The step of the pipeline, from what the others have found.</summary>
    public static IncrementalValuesProvider<DocumentModel> Provide(
        IncrementalValueProvider<Compilation> compilation,
        IncrementalValueProvider<EquatableArray<TreeModel>> trees,
        IncrementalValueProvider<ProjectModel> project,
        IncrementalValueProvider<EquatableArray<TypeModel>> referenced)
    {
        var described = project.Select(static (p, _) => new EquatableArray<ApplicationModel>([.. p.Applications.Where(static a => a.Part.OpenApi is not null)]));
        var notes = compilation.Combine(described)
            .Select(static (both, cancellationToken) => both.Right.Count == 0 ? default : NoteReader.Read(both.Left.SyntaxTrees, cancellationToken));
        return described.Combine(project).Combine(trees).Combine(referenced).Combine(notes).SelectMany(static (all, _) =>
        {
            var ((((applications, project), trees), referenced), notes) = all;
            return applications.Count == 0 ? default : Build(applications, project, trees, referenced, notes);
        });
    }

    /// <summary>The handlers of an application: those that chose it, and those that chose none.</summary>
    public static IEnumerable<HandlerModel> HandlersOf(PartModel application, EquatableArray<HandlerModel> handlers)
    {
        var others = new HashSet<string>(
            handlers.Where(h => h is { IsMain: true, Part.Application: { } chosen } && chosen != application.Name).Select(static h => h.Part.FullName), StringComparer.Ordinal);
        return handlers.Where(h => !others.Contains(h.Part.FullName));
    }

    /// <summary>The types that are bound by their members.</summary>
    public static EquatableArray<ParametersModel> ParametersOf(EquatableArray<TreeModel> trees, EquatableArray<HandlerModel> handlers)
    {
        var types = DeclaredTypes.In(trees);
        return ParametersPlan.Build(new DeclaredTypes(types, new TypeNames(types), DeclaredTypes.UsingsIn(trees)), SignatureModel.Of(handlers));
    }

    private static EquatableArray<DocumentModel> Build(
        EquatableArray<ApplicationModel> described, ProjectModel project, EquatableArray<TreeModel> trees, EquatableArray<TypeModel> referenced, EquatableArray<NoteModel> notes)
    {
        var types = new TypeTable(trees, referenced);
        var table = new NoteTable(notes);
        var parameters = ParametersOf(trees, project.Handlers);
        return described.Select(application => new DocumentModel(
            application.Part,
            $"{application.Part.FullName}.{KnownNames.OpenApi}",
            DocumentWriter.Write(application, project, types, table, parameters))).ToList();
    }
}
