using System.Text;
using Microsoft.CodeAnalysis;
using Text = Microsoft.CodeAnalysis.Text.SourceText;

namespace Picard.Gen.Generators;

/// <summary>
/// Emits the code behind [Handler] and [Application]: trees to models, models to a project, the project to files. Only wiring: the steps are in
/// Parsing, Model, Planning and Emitting.
/// </summary>
/// <remarks>
/// Two steps run at every edit: reading the tree that changed, and putting the cached models of all trees together. Nothing asks the compilation
/// for symbols. It reports no diagnostics; the analyzers own them, and a class that they refuse gets no code here.
/// </remarks>
[Generator(LanguageNames.CSharp)]
public sealed class HandlerGenerator : IIncrementalGenerator
{
    private static readonly Encoding s_encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);

    internal const string ProjectStep = "Project";
    internal const string HandlersStep = "Handlers";
    internal const string ApplicationsStep = "Applications";

    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        var project = context.CompilationProvider.Select(static (compilation, cancellationToken) => Read(compilation, cancellationToken)).WithTrackingName(ProjectStep);

        var handlers = project.SelectMany(static (p, _) => p.Handlers).WithTrackingName(HandlersStep);
        context.RegisterSourceOutput(handlers, static (output, handler) => Add(output, handler.FileName, HandlerEmitter.Emit(handler)));

        var applications = project.SelectMany(static (p, _) => p.Applications).WithTrackingName(ApplicationsStep);
        context.RegisterSourceOutput(applications, static (output, application) => Add(output, application.FileName, ApplicationEmitter.Emit(application)));
    }

    private static ProjectModel Read(Compilation compilation, CancellationToken cancellationToken)
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

        return ProjectBuilder.Build(models);
    }

    private static void Add(SourceProductionContext output, string fileName, string text) => output.AddSource(fileName + ".g.cs", Text.From(text, s_encoding));
}
