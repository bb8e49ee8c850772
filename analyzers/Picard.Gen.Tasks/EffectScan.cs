using System.Text;
using Picard.Gen.Analyzers;

namespace Picard.Gen.Tasks;

/// <summary>Scans assemblies for methods that block, and writes them down for the analyzers.</summary>
public static class EffectScan
{
    private const string Fingerprint = "# scanned: ";

    // Curated by the table, or by those who make this.
    private static readonly string[] s_known = ["System.", "Microsoft.Extensions.", "Microsoft.AspNetCore.", "Microsoft.NETCore.", "Picard."];

    /// <summary>Scans the assemblies, unless the file says that it was made of exactly these.</summary>
    /// <param name="assemblies">Paths of assemblies, of references that are not the framework's.</param>
    /// <param name="output">The file to write; only touched if its content changes, so that nothing is built anew without need.</param>
    /// <returns>How many methods block; null: the file was up to date.</returns>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static int? Run(IEnumerable<string> assemblies, string output)
    {
        var opened = new List<ScannedAssembly>();
        try
        {
            foreach (var path in assemblies.Distinct(StringComparer.Ordinal).OrderBy(static path => path, StringComparer.Ordinal))
            {
                if (!s_known.Any(known => Path.GetFileName(path).StartsWith(known, StringComparison.Ordinal)) && ScannedAssembly.Open(path) is { } assembly)
                {
                    opened.Add(assembly);
                }
            }

            var fingerprint = $"{Fingerprint}{typeof(EffectScan).Assembly.ManifestModule.ModuleVersionId:N} {string.Join(" ", opened.Select(static assembly => assembly.Mvid.ToString("N")))}";
            return File.Exists(output) && File.ReadLines(output).Skip(1).FirstOrDefault() == fingerprint ? null : Scan(opened, fingerprint, output);
        }
        finally
        {
            opened.ForEach(static assembly => assembly.Dispose());
        }
    }

    private static int Scan(List<ScannedAssembly> assemblies, string fingerprint, string output)
    {
        var table = EffectIndex.Framework;
        var graph = new CallGraph(table);
        var text = new StringBuilder().Append(EffectFormat.Header).Append('\n').Append(fingerprint).Append('\n');

        // Assemblies can block by what they refer to, or through those that do; if none does, none is read.
        foreach (var assembly in assemblies.Any(assembly => assembly.MayBlock(table)) ? assemblies : [])
        {
            if (graph.TryAdd(assembly))
            {
                text.Append("[assembly ").Append(assembly.Name).Append(' ').Append(assembly.Mvid.ToString("N")).Append("]\n");
            }
        }

        graph.Solve();
        var lines = graph.Methods.Where(static method => method.IsVisible && method.Finding is { } finding && !IsAskedFor(method, finding)).Select(method => EffectFormat.Write(EntryOf(method, graph.TwinOf(method)))).ToList();
        lines.Sort(StringComparer.Ordinal);
        lines.ForEach(line => text.Append(line).Append('\n'));
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(output))!);
        File.WriteAllText(output, text.ToString());
        return lines.Count;
    }

    // Whoever calls an asynchronous method with the flag that has it block knows what for.
    private static bool IsAskedFor(ScannedMethod method, Finding finding) => method.IsAsynchronous && finding.Flag >= 0;

    private static EffectEntry EntryOf(ScannedMethod method, string? twin)
    {
        var finding = method.Finding!;

        // With a second number among the parameters nobody could say which one is the time.
        var isAmbiguous = finding.Condition == EffectCondition.TimeoutNotZero && method.Name.Parameters.Count(Values.IsTime) != 1;
        var condition = isAmbiguous ? EffectCondition.Always : finding.Condition;
        return new EffectEntry(method.Name.Type, method.Name.Member, [.. method.Shown], new Effect(finding.Kind, twin, condition, finding.Chain), IsFramework: false);
    }
}
