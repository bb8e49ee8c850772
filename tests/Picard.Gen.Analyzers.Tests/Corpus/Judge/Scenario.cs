using System.Text;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Picard.Gen.Analyzers.Tests.Corpus.Judge;

/// <summary>A file, or a folder of files, that is compiled alone and says in comments what is wrong with it.</summary>
internal sealed partial class Scenario
{
    private const string Extension = ".cs.txt";

    private static readonly string[] s_web = ["Microsoft.AspNetCore", "Microsoft.Extensions", "WebApplication", "HttpContext", "RequestDelegate", "IEndpoint", "IHostedService", "BackgroundService"];

    private Scenario(string name, IReadOnlyList<string> paths)
    {
        Name = name;
        Trees = [.. paths.Select(path => (CSharpSyntaxTree)CSharpSyntaxTree.ParseText(File.ReadAllText(path), TestCompilation.ParseOptions, path[..^".txt".Length], Encoding.UTF8))];
        var categories = Trees.Select(CategoryOf).Distinct().ToList();
        Category = categories.Count == 1 ? categories[0] : throw new InvalidDataException($"{name}: its files name the categories {string.Join(", ", categories)}.");
        Expectations = [.. Trees.SelectMany(ExpectationsOf)];
        if ((Category == "clean") != (Expectations.Count == 0))
        {
            throw new InvalidDataException($"{name} is {Category} and expects {Expectations.Count} reports.");
        }
    }

    public string Name { get; }

    public string Category { get; }

    public IReadOnlyList<CSharpSyntaxTree> Trees { get; }

    public IReadOnlyList<Expectation> Expectations { get; }

    public bool UsesPicard => Mentions("using Picard;");

    public bool UsesWeb => s_web.Any(Mentions);

    public bool UsesLibrary => Mentions("using Acme.");

    public bool IsProgram => Trees.Any(tree => tree.GetRoot().DescendantNodes(node => node is CompilationUnitSyntax or BaseNamespaceDeclarationSyntax or TypeDeclarationSyntax)
        .Any(node => node is GlobalStatementSyntax or MethodDeclarationSyntax { Identifier.Text: "Main" }));

    public static IReadOnlyList<Scenario> In(string folder) =>
    [
        .. Directory.EnumerateDirectories(folder).Order(StringComparer.Ordinal).SelectMany(category =>
            Directory.EnumerateFiles(category, "*" + Extension).Select(file => new Scenario(NameOf(folder, file), [file]))
                .Concat(Directory.EnumerateDirectories(category).Select(several =>
                    new Scenario(NameOf(folder, several), [.. Directory.EnumerateFiles(several, "*" + Extension).Order(StringComparer.Ordinal)])))
                .OrderBy(scenario => scenario.Name, StringComparer.Ordinal)),
    ];

    private static string NameOf(string folder, string path) => Path.GetRelativePath(folder, path).Replace('\\', '/').Replace(Extension, "", StringComparison.Ordinal);

    private static string CategoryOf(CSharpSyntaxTree tree) =>
        tree.GetText().Lines[0].ToString() is ['/', '/', ' ', 'c', 'a', 't', 'e', 'g', 'o', 'r', 'y', ':', ' ', .. var category]
            ? category.Trim()
            : throw new InvalidDataException($"{tree.FilePath} does not begin with its category.");

    private static IEnumerable<Expectation> ExpectationsOf(CSharpSyntaxTree tree) =>
        from line in tree.GetText().Lines
        from Match match in Marks().Matches(line.ToString())
        select new Expectation(tree.FilePath, line.LineNumber, match.Groups[1].Value[0]);

    private bool Mentions(string text) => Trees.Any(tree => tree.GetText().ToString().Contains(text, StringComparison.Ordinal));

    [GeneratedRegex(@"// expect: ([123])\s*$")]
    private static partial Regex Marks();
}
