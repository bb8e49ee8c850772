using Microsoft.CodeAnalysis;

namespace Picard.Gen.Generators;

/// <summary>
/// The report of <c>dotnet build -p:PicardReport=true</c>. It is a file of comments, which the target in <c>Picard.Gen.props</c> shows: neither a generator nor an analyzer
/// may write anything else. A build that does not ask has no such file.
/// </summary>
internal static class ReportPlan
{
    public const string FileName = "Picard.Report";

    // The name of the property PicardReport, which Picard.Gen.props makes visible.
    private const string Property = "build_property.PicardReport";

    /// <summary>Whether the build asks for it.</summary>
    public static IncrementalValueProvider<bool> IsWanted(IncrementalGeneratorInitializationContext context) => context.AnalyzerConfigOptionsProvider.Select(static (options, _) =>
        options.GlobalOptions.TryGetValue(Property, out var value) && value.Equals("true", StringComparison.OrdinalIgnoreCase));

    /// <summary>The step of the pipeline: one file or none.</summary>
    public static IncrementalValuesProvider<ReportModel> Provide(
        IncrementalValueProvider<bool> isWanted, IncrementalValueProvider<EquatableArray<TreeModel>> trees, IncrementalValueProvider<ProjectModel> project) =>
        isWanted.Combine(project).Combine(trees).SelectMany(static (all, _) =>
        {
            var ((isWanted, project), trees) = all;
            return isWanted && project.Applications.Count > 0 ? new EquatableArray<ReportModel>([new ReportModel(ReportWriter.Write(project, trees))]) : default;
        });
}
