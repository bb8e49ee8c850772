using System.Text;
using Microsoft.CodeAnalysis;
using Text = Microsoft.CodeAnalysis.Text.SourceText;

namespace Picard.Gen.Generators;

/// <summary>
/// Emits the code behind [Handler], [Application], [Client], [ResponseHandler], [Proxy] and [Pool], and the JSON shapes of what handlers send and receive: trees to models, models to a project,
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
    internal const string PartsStep = "Parts";
    internal const string TypesStep = "Types";
    internal const string TypeNamesStep = "TypeNames";
    internal const string ClassNamesStep = "ClassNames";
    internal const string ProjectStep = "Project";
    internal const string HandlersStep = "Handlers";
    internal const string MachinesStep = "Machines";
    internal const string MiddlewareStep = "Middleware";
    internal const string ResponseHandlersStep = "ResponseHandlers";
    internal const string ApplicationsStep = "Applications";
    internal const string RouteLayoutsStep = "RouteLayouts";
    internal const string ApplicationFilesStep = "ApplicationFiles";
    internal const string ClosureStep = "Closure";
    internal const string ReferencedStep = "Referenced";
    internal const string ShapesStep = "Shapes";
    internal const string SignaturesStep = "Signatures";
    internal const string ParametersStep = "Parameters";
    internal const string DocumentsStep = "Documents";
    internal const string ClientsStep = "Clients";
    internal const string PoolsStep = "Pools";
    internal const string ProxiesStep = "Proxies";

    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        var reader = new TreesReader();
        var trees = context.CompilationProvider.Select(reader.Read).WithTrackingName(TreesStep);
        var parts = trees.Select(static (t, _) => PartsModel.Of(t)).WithTrackingName(PartsStep);
        var all = trees.Select(static (t, _) => DeclaredTypes.In(t)).WithTrackingName(TypesStep);
        var names = all.Select(static (a, _) => new TypeNames(a)).WithTrackingName(TypeNamesStep);
        var types = all.Combine(names).Combine(trees.Select(static (t, _) => DeclaredTypes.UsingsIn(t)))
            .Select(static (t, _) => new DeclaredTypes(t.Left.Left, t.Left.Right, t.Right));
        var classes = parts.Select(static (p, _) => new ClassNames(p)).WithTrackingName(ClassNamesStep);
        var project = parts.Combine(classes).Select(static (p, _) => ProjectBuilder.Build(p.Left, p.Right)).WithTrackingName(ProjectStep);
        var clients = trees.Select(static (t, _) => ClientPlan.In(t)).Combine(types).Select(static (c, _) => ClientMembers.Expand(c.Left, c.Right)).WithTrackingName(ClientsStep);
        var signatures = project.Select(static (p, _) => SignatureModel.Of(p.Handlers)).Combine(clients.Select(static (c, _) => ClientPlan.SignaturesOf(c)))
            .Select(static (both, _) => both.Right.Count == 0 ? both.Left : new EquatableArray<SignatureModel>([.. both.Left, .. both.Right]))
            .WithTrackingName(SignaturesStep);

        var handlers = project.SelectMany(static (p, _) => p.Handlers).WithTrackingName(HandlersStep);
        context.RegisterSourceOutput(handlers, static (output, handler) => Add(output, handler.FileName, HandlerEmitter.Emit(handler)));

        var machines = project.SelectMany(static (p, _) => p.Machines).WithTrackingName(MachinesStep);
        context.RegisterSourceOutput(machines, static (output, machine) => Add(output, machine.FileName, MachineEmitter.Emit(machine)));

        var middleware = project.SelectMany(static (p, _) => p.Middleware).WithTrackingName(MiddlewareStep);
        context.RegisterSourceOutput(middleware, static (output, one) => Add(output, one.FileName, MiddlewareEmitter.Emit(one)));

        var responseHandlers = project.SelectMany(static (p, _) => p.ResponseHandlers).WithTrackingName(ResponseHandlersStep);
        context.RegisterSourceOutput(responseHandlers, static (output, one) => Add(output, one.FileName, ResponseHandlerEmitter.Emit(one)));

        var proxies = project.SelectMany(static (p, _) => p.Proxies).WithTrackingName(ProxiesStep);
        context.RegisterSourceOutput(proxies, static (output, proxy) => Add(output, proxy.FileName, ProxyEmitter.Emit(proxy)));

        context.RegisterSourceOutput(clients.SelectMany(static (c, _) => c), static (output, client) => Add(output, client.FileName, ClientEmitter.Emit(client)));
        var pools = trees.SelectMany(static (t, _) => PoolModel.In(t)).WithTrackingName(PoolsStep);
        context.RegisterSourceOutput(pools, static (output, pool) => Add(output, pool.FileName, PoolEmitter.Emit(pool)));

        var applications = project.Select(static (p, _) => p.Applications).WithTrackingName(ApplicationsStep);
        var layouts = applications.Select(static (a, _) => RouteLayout.Of(a)).WithTrackingName(RouteLayoutsStep);
        var applicationFiles = applications.Combine(layouts).SelectMany(static (a, _) => ApplicationFileModel.Of(a.Left, a.Right)).WithTrackingName(ApplicationFilesStep);
        context.RegisterSourceOutput(applicationFiles, static (output, file) => Add(output, file.FileName, ApplicationEmitter.Emit(file)));

        var parameters = types.Combine(signatures).SelectMany(static (both, _) => ParametersPlan.Build(both.Left, both.Right)).WithTrackingName(ParametersStep);
        context.RegisterSourceOutput(parameters, static (output, type) => Add(output, type.FileName, ParametersEmitter.Emit(type)));

        // Types in assemblies without shapes are the one thing that needs symbols: those of the references alone, asked again when a name or a reference changes.
        var closure = types.Combine(signatures).Select(static (both, _) => ShapeClosure.Of(both.Left, both.Right)).WithTrackingName(ClosureStep);
        var wanted = closure.Select(static (c, _) => c.Wanted);
        var referenced = wanted.Combine(context.MetadataReferencesProvider.Collect())
            .Select(static (both, cancellationToken) => ReferencedTypes.Find(both.Left, both.Right, cancellationToken))
            .WithTrackingName(ReferencedStep);
        var shapes = closure.Combine(referenced).SelectMany(static (both, _) => ShapeFileModel.Of(ShapePlan.Build(both.Left, both.Right))).WithTrackingName(ShapesStep);
        context.RegisterSourceOutput(shapes, static (output, file) => Add(output, file.FileName, ShapeEmitter.Emit(file)));

        var documents = DocumentPlan.Provide(context.CompilationProvider, trees, project, referenced).WithTrackingName(DocumentsStep);
        context.RegisterSourceOutput(documents, static (output, document) => Add(output, document.FileName, OpenApiEmitter.Emit(document)));
        var isReported = ReportPlan.IsWanted(context);
        context.RegisterSourceOutput(BudgetFile.Provide(context, project, isReported), static (output, text) => Add(output, BudgetFile.FileName, text));
        context.RegisterSourceOutput(ReportPlan.Provide(isReported, trees, project), static (output, report) => Add(output, ReportPlan.FileName, report.Text));
    }

    private static void Add(SourceProductionContext output, string fileName, string text) => output.AddSource(fileName + ".g.cs", Text.From(text, s_encoding));
}
