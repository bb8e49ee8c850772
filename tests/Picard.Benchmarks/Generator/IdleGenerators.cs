using Microsoft.CodeAnalysis;

namespace Picard.Benchmarks;

/// <summary>Generators that do nothing with an edit: what they cost is the driver's, whatever the generator.</summary>
internal static class IdleGenerators
{
    /// <summary>A generator without files.</summary>
    public static IIncrementalGenerator Empty => new Files([]);

    /// <summary>A generator of files that never change.</summary>
    /// <param name="names">Their names: the driver compares each with all others.</param>
    public static IIncrementalGenerator WithFiles(IReadOnlyList<string> names) => new Files(names);

    private sealed class Files(IReadOnlyList<string> names) : IIncrementalGenerator
    {
        public void Initialize(IncrementalGeneratorInitializationContext context)
        {
            var files = context.CompilationProvider.Select(static (_, _) => 0).SelectMany((_, _) => names);
            context.RegisterSourceOutput(files, static (output, name) => output.AddSource(name, "// " + name));
        }
    }
}
