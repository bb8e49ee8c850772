using System.Text;
using Microsoft.CodeAnalysis;
using Text = Microsoft.CodeAnalysis.Text.SourceText;

namespace Picard.Gen.Generators;

/// <summary>
/// Emits the code behind [Handler] and [Application], and the JSON shapes of what handlers send and receive: trees to models, models to a project,
/// the project to files. Only wiring: the steps are in Parsing, Model, Planning and Emitting.
/// </summary>
/// <remarks>
/// One step runs at every edit: reading the tree that changed. If its model did not change either, nothing else does; if it did, the cached models of
/// all trees are put together again. Nothing asks the compilation for symbols. It reports no diagnostics; the analyzers own them, and a class that they refuse gets no code here.
/// </remarks>
[Generator(LanguageNames.CSharp)]
public sealed class HandlerGenerator : IIncrementalGenerator
{
    private static readonly Encoding s_encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);

    internal const string TreesStep = "Trees";
    internal const string ProjectStep = "Project";
    internal const string HandlersStep = "Handlers";
    internal const string ApplicationsStep = "Applications";
    internal const string ClosureStep = "Closure";
    internal const string ReferencedStep = "Referenced";
    internal const string ShapesStep = "Shapes";
    internal const string ParametersStep = "Parameters";
    internal const string DocumentsStep = "Documents";

    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        var trees = context.CompilationProvider.Select(static (compilation, cancellationToken) => Read(compilation, cancellationToken)).WithTrackingName(TreesStep);
        var project = trees.Select(static (t, _) => ProjectBuilder.Build(t)).WithTrackingName(ProjectStep);

        var handlers = project.SelectMany(static (p, _) => p.Handlers).WithTrackingName(HandlersStep);
        context.RegisterSourceOutput(handlers, static (output, handler) => Add(output, handler.FileName, HandlerEmitter.Emit(handler)));

        var applications = project.SelectMany(static (p, _) => p.Applications).WithTrackingName(ApplicationsStep);
        context.RegisterSourceOutput(applications, static (output, application) => Add(output, application.FileName, ApplicationEmitter.Emit(application)));

        var parameters = trees.Combine(project).SelectMany(static (both, _) => ParametersPlan.Build(both.Left, both.Right.Handlers)).WithTrackingName(ParametersStep);
        context.RegisterSourceOutput(parameters, static (output, type) => Add(output, type.FileName, ParametersEmitter.Emit(type)));

        // Types in assemblies without shapes are the one thing that needs symbols: those of the references alone, asked again when a name or a reference changes.
        var closure = trees.Combine(project).Select(static (both, _) => ShapeClosure.Of(both.Left, both.Right.Handlers)).WithTrackingName(ClosureStep);
        var wanted = closure.Select(static (c, _) => c.Wanted);
        var referenced = wanted.Combine(context.MetadataReferencesProvider.Collect())
            .Select(static (both, cancellationToken) => ReferencedTypes.Find(both.Left, both.Right, cancellationToken))
            .WithTrackingName(ReferencedStep);
        var shapes = closure.Combine(referenced).SelectMany(static (both, _) => ShapePlan.Build(both.Left, both.Right)).WithTrackingName(ShapesStep);
        context.RegisterSourceOutput(shapes, static (output, shape) => Add(output, shape.FileName, ShapeEmitter.Emit(shape)));

        var documents = DocumentPlan.Provide(context.CompilationProvider, trees, project, referenced).WithTrackingName(DocumentsStep);
        context.RegisterSourceOutput(documents, static (output, document) => Add(output, document.FileName, OpenApiEmitter.Emit(document)));
        context.RegisterSourceOutput(ReportPlan.Provide(context, trees, project), static (output, report) => Add(output, ReportPlan.FileName, report.Text));
    }

    private static EquatableArray<TreeModel> Read(Compilation compilation, CancellationToken cancellationToken)
    {
        var models = new List<TreeModel>();
        foreach (var tree in compilation.SyntaxTrees)
        {
            var model = TreeReader.Read(tree, cancellationToken);
            if (!ReferenceEquals(model, TreeModel.Empty))
            {
                models.Add(model);
            }
        }

        return models;
    }

    private static void Add(SourceProductionContext output, string fileName, string text) => output.AddSource(fileName + ".g.cs", Text.From(text, s_encoding));
}
