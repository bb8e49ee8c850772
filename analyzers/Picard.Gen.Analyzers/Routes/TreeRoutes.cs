using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Picard.Gen.Generators;

namespace Picard.Gen.Analyzers;

/// <summary>
/// What one syntax tree says about applications, handlers and routes, read as text and kept as long as the tree lives.
/// <para>
/// Conflicts between routes concern a whole application, but they must show while one file of it is edited. So the routes of all other
/// files come from here, without semantics, and only the two methods of a conflict are looked at as symbols before it is reported.
/// </para>
/// </summary>
internal sealed class TreeRoutes
{
    // Measured: reading a tree costs about as much as walking its types once; an edit replaces one tree and keeps the rest.
    private static readonly ConditionalWeakTable<SyntaxTree, TreeRoutes> s_cache = new();

    private readonly List<TypeRoutes> _types = [];

    public IReadOnlyList<TypeRoutes> Types => _types;

    public static TreeRoutes Of(SyntaxTree tree, CancellationToken cancellationToken)
    {
        if (!s_cache.TryGetValue(tree, out var routes))
        {
            routes = new TreeRoutes();
            if (!tree.FilePath.EndsWith(".g.cs", StringComparison.OrdinalIgnoreCase) && tree.GetRoot(cancellationToken) is CompilationUnitSyntax root)
            {
                routes.Read(root.Members, "");
            }

            // Race: another thread has read the same tree meanwhile; both results are equal, and either may be kept.
            routes = s_cache.GetValue(tree, _ => routes);
        }

        return routes;
    }

    private void Read(SyntaxList<MemberDeclarationSyntax> members, string container)
    {
        foreach (var member in members)
        {
            if (member is BaseNamespaceDeclarationSyntax scope)
            {
                Read(scope.Members, container + string.Concat(scope.Name.ToString().Where(static c => !char.IsWhiteSpace(c))) + ".");
            }
            else if (member is TypeDeclarationSyntax type)
            {
                var name = container + type.Identifier.ValueText + (type.TypeParameterList is { } parameters ? "`" + parameters.Parameters.Count : "");
                Read(type, name);
                Read(type.Members, name + "+");
            }
        }
    }

    private void Read(TypeDeclarationSyntax type, string metadataName)
    {
        var routes = new List<RouteSyntax>();
        foreach (var method in type.Members.OfType<MethodDeclarationSyntax>())
        {
            foreach (var attribute in Attributes(method.AttributeLists))
            {
                var name = NameOf(attribute);
                if (name == "Fallback")
                {
                    routes.Add(new RouteSyntax(attribute, method.Identifier.ValueText, null, null));
                }
                else if (Enum.TryParse<RouteMethod>(name == "WebSocket" ? nameof(RouteMethod.Get) : name, out var requestMethod)
                    && PatternText.LiteralOf(attribute)?.Token.Value is string text
                    && RoutePattern.TryParse(text, out var pattern, out _))
                {
                    routes.Add(new RouteSyntax(attribute, method.Identifier.ValueText, requestMethod, pattern));
                }
            }
        }

        if (EventRouteOf(type) is { } route)
        {
            routes.AddRange(route.Value.Methods.Select(method => new RouteSyntax(route.Attribute, RouteSyntax.RequestEvent, method, route.Value.Pattern)));
        }

        if (ProxyOf(type) is { } proxy)
        {
            // It takes any method, and the others are of no route that could be in its way.
            routes.AddRange(Enum.GetValues(typeof(RouteMethod)).Cast<RouteMethod>().Select(method => new RouteSyntax(proxy.Attribute, RouteSyntax.Proxy, method, proxy.Pattern)));
        }

        var document = Attributes(type.AttributeLists).Where(static a => NameOf(a) == "OpenApi").Select(DocumentOf).FirstOrDefault();
        var names = Attributes(type.AttributeLists).Select(NameOf).ToList();
        var isHandler = names.Contains("Handler") || names.Contains("Proxy");
        var isApplication = names.Contains("Application");
        if (isHandler || isApplication || routes.Count > 0)
        {
            _types.Add(new TypeRoutes(metadataName, isHandler, isApplication, names.Contains("Mount"), routes, document) { IsProxy = names.Contains("Proxy") });
        }
    }

    private static (AttributeSyntax Attribute, EventRoute Value)? EventRouteOf(TypeDeclarationSyntax type) =>
        Attributes(type.AttributeLists).FirstOrDefault(static a => NameOf(a) == "Handler") is { } handler
        && PatternText.LiteralOf(handler)?.Token.Value is string text
        && EventRoute.TryParse(text, out var route, out _)
            ? (handler, route!)
            : null;

    private static (AttributeSyntax Attribute, RoutePattern Pattern)? ProxyOf(TypeDeclarationSyntax type) =>
        Attributes(type.AttributeLists).FirstOrDefault(static a => NameOf(a) == "Proxy") is { } proxy
        && PatternText.LiteralOf(proxy)?.Token.Value is string text
        && RoutePattern.TryParse(text, out var pattern, out _)
            ? (proxy, pattern!)
            : null;

    private static RouteSyntax? DocumentOf(AttributeSyntax attribute)
    {
        var argument = attribute.ArgumentList?.Arguments.FirstOrDefault(static a => a.NameEquals?.Name.Identifier.ValueText == "Path")?.Expression;
        var path = argument is null ? DocumentPath.Default : (argument as LiteralExpressionSyntax)?.Token.Value as string;
        return path is not null && DocumentPath.WhyNot(path, out var pattern) is null ? new RouteSyntax(attribute, "", RouteMethod.Get, pattern) : null;
    }

    private static IEnumerable<AttributeSyntax> Attributes(SyntaxList<AttributeListSyntax> lists) => lists.SelectMany(static list => list.Attributes);

    private static string NameOf(AttributeSyntax attribute)
    {
        var name = attribute.Name switch
        {
            QualifiedNameSyntax qualified => qualified.Right.Identifier.ValueText,
            AliasQualifiedNameSyntax qualified => qualified.Name.Identifier.ValueText,
            SimpleNameSyntax simple => simple.Identifier.ValueText,
            _ => "",
        };
        return name.EndsWith("Attribute", StringComparison.Ordinal) ? name.Substring(0, name.Length - "Attribute".Length) : name;
    }
}
