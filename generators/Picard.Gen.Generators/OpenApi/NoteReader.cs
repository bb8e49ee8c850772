using System.Runtime.CompilerServices;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Picard.Gen.Generators;

/// <summary>
/// Reads the documentation comments of a tree, once as long as it lives. They are read as text: where a build makes no documentation file, the compiler takes them for
/// ordinary comments.
/// </summary>
internal static class NoteReader
{
    private const string Mark = "///";

    private static readonly ConditionalWeakTable<SyntaxTree, List<NoteModel>> s_notes = new();

    public static EquatableArray<NoteModel> Read(IEnumerable<SyntaxTree> trees, CancellationToken cancellationToken)
    {
        var notes = new List<NoteModel>();
        foreach (var tree in trees)
        {
            notes.AddRange(s_notes.GetValue(tree, t => Read(t, cancellationToken)));
        }

        return notes;
    }

    private static List<NoteModel> Read(SyntaxTree tree, CancellationToken cancellationToken)
    {
        var notes = new List<NoteModel>();
        if (tree.GetRoot(cancellationToken) is CompilationUnitSyntax root && tree.GetText(cancellationToken).ToString().Contains(Mark))
        {
            Visit(root.Members, new Surroundings(root), notes);
        }

        return notes;
    }

    private static void Visit(SyntaxList<MemberDeclarationSyntax> members, Surroundings at, List<NoteModel> notes)
    {
        foreach (var member in members)
        {
            switch (member)
            {
                case BaseNamespaceDeclarationSyntax inner:
                    Visit(inner.Members, at.Inside(inner), notes);
                    break;
                case TypeDeclarationSyntax type:
                    var name = at.FullNameOf(type.Identifier.Text);
                    Add(notes, type, type.TypeParameterList is { } parameters ? $"{name}`{parameters.Parameters.Count}" : name);
                    foreach (var inner in type.Members)
                    {
                        Add(notes, inner, inner switch
                        {
                            PropertyDeclarationSyntax property => $"{name}.{property.Identifier.ValueText}",
                            FieldDeclarationSyntax field => $"{name}.{field.Declaration.Variables[0].Identifier.ValueText}",
                            MethodDeclarationSyntax method => $"{name}.{SignatureOf(method)}",
                            _ => null,
                        });
                    }

                    Visit(type.Members, at.Inside(type), notes);
                    break;
                case EnumDeclarationSyntax type:
                    Add(notes, type, at.FullNameOf(type.Identifier.Text));
                    break;
            }
        }
    }

    private static string SignatureOf(MethodDeclarationSyntax method) =>
        $"{method.Identifier.Text}({string.Join(", ", method.ParameterList.Parameters.Where(static p => p.Type is not null).Select(static p => p.Type + " " + p.Identifier.Text))})";

    private static void Add(List<NoteModel> notes, SyntaxNode declaration, string? key)
    {
        if (key is not null && TextOf(declaration) is { Length: > 0 } text && NoteOf(key, text) is { } note)
        {
            notes.Add(note);
        }
    }

    private static string TextOf(SyntaxNode declaration)
    {
        var text = new StringBuilder();
        foreach (var line in declaration.GetLeadingTrivia().ToFullString().Split('\n'))
        {
            var trimmed = line.Trim();
            if (trimmed.StartsWith(Mark, StringComparison.Ordinal))
            {
                text.Append(trimmed, Mark.Length, trimmed.Length - Mark.Length).Append('\n');
            }
        }

        return text.ToString();
    }

    private static NoteModel? NoteOf(string key, string text)
    {
        XElement comment;
        try
        {
            comment = XElement.Parse($"<doc>{text}</doc>");
        }
        catch (XmlException)
        {
            // What is being typed; the compiler says what is wrong with it where it makes a documentation file.
            return null;
        }

        var parameters = comment.Elements("param")
            .Select(static p => new ParameterNoteModel((string?)p.Attribute("name") ?? "", PlainText(p) ?? ""))
            .Where(static p => p.Name.Length > 0 && p.Text.Length > 0)
            .ToList();
        return new NoteModel(key, PlainText(comment.Element("summary")), PlainText(comment.Element("remarks")), PlainText(comment.Element("returns")), parameters);
    }

    private static string? PlainText(XElement? element)
    {
        if (element is null)
        {
            return null;
        }

        var text = new StringBuilder();
        foreach (var node in element.DescendantNodes())
        {
            _ = node switch
            {
                XText content => text.Append(content.Value),
                XElement { IsEmpty: true } reference => text.Append(NameIn((string?)reference.Attribute("cref") ?? (string?)reference.Attribute("name") ?? (string?)reference.Attribute("langword") ?? "")),
                _ => text,
            };
        }

        var plain = Regex.Replace(text.ToString(), @"\s+", " ").Trim();
        return plain.Length == 0 ? null : plain;
    }

    /// <summary>The last name of a reference: <c>Shop.Order.Total</c> is <c>Total</c>.</summary>
    private static string NameIn(string reference)
    {
        var end = reference.IndexOf('(') is >= 0 and var parenthesis ? parenthesis : reference.Length;
        return reference.Substring(0, end).Substring(reference.Substring(0, end).LastIndexOfAny(['.', ':']) + 1);
    }
}
