using Microsoft.CodeAnalysis;

namespace Picard.Architecture.Tests;

/// <summary>What a user's program compiles against: the platform and our runtime assemblies.</summary>
internal static class PlatformReferences
{
    // TRUSTED_PLATFORM_ASSEMBLIES also lists the test host's own packages; a program that compiles here may name no more than System.*, Microsoft.Extensions.* and ours.
    public static IReadOnlyList<MetadataReference> All { get; } =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => IsPlatform(Path.GetFileNameWithoutExtension(path)))
            .Select(path => MetadataReference.CreateFromFile(path)),
    ];

    private static bool IsPlatform(string name) =>
        name is "netstandard" or "mscorlib" or "System" or "Microsoft.Extensions.Logging.Abstractions" or "Microsoft.Extensions.DependencyInjection.Abstractions"
        || name.StartsWith("System.", StringComparison.Ordinal)
        || (name.StartsWith("Picard.", StringComparison.Ordinal) && !name.EndsWith(".Tests", StringComparison.Ordinal) && !name.StartsWith("Picard.Gen.", StringComparison.Ordinal));
}
