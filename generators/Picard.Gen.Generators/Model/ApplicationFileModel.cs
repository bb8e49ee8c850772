using System.Runtime.CompilerServices;

namespace Picard.Gen.Generators;

/// <summary>A file of an application.</summary>
/// <param name="FileName">The name of the file without extension.</param>
/// <param name="Part">The declaration that has the attribute.</param>
internal abstract record ApplicationFileModel(string FileName, PartModel Part)
{
    public static IEnumerable<ApplicationFileModel> Of(EquatableArray<ApplicationModel> applications, EquatableArray<RouteLayout> layouts)
    {
        for (var i = 0; i < applications.Count; i++)
        {
            foreach (var file in Of(applications[i], layouts[i]))
            {
                yield return file;
            }
        }
    }

    private static IEnumerable<ApplicationFileModel> Of(ApplicationModel application, RouteLayout layout)
    {
        var endpoints = layout.EndpointsOf(application);
        var own = application with { Handlers = default };
        if (layout.Division is not { } division)
        {
            return [new MainFileModel(own, endpoints.Handlers, endpoints.Fallback, endpoints.Methods, default)];
        }

        var handlers = endpoints.Handlers.Select(MainFileModel.WithoutRoutes).ToList();
        var classes = division.Files.Select(static f => f.Class).ToList();
        return [new MainFileModel(own, handlers, endpoints.Fallback, endpoints.Methods, classes), .. division.Files.Select(f => f.With(application.Part, endpoints.All))];
    }
}

/// <summary>How the handlers of an application are created and called; in a small one its routes too.</summary>
/// <param name="Application">The application without its handlers.</param>
/// <param name="Handlers">The handlers; their endpoints have patterns if the routes are here.</param>
/// <param name="Fallback">The constant of the fallback, or null.</param>
/// <param name="Methods">Every method that some route takes.</param>
/// <param name="RouteClasses">The classes that have the routes, that at the root first; none: they are here.</param>
internal sealed record MainFileModel(
    ApplicationModel Application, EquatableArray<NamedHandler> Handlers, string? Fallback, EquatableArray<RouteMethodValue> Methods, EquatableArray<string> RouteClasses)
    : ApplicationFileModel(Application.FileName, Application.Part)
{
    private static readonly ConditionalWeakTable<NamedHandler, NamedHandler> s_withoutRoutes = new();

    /// <summary>A handler without anything that an edit of its routes changes.</summary>
    public static NamedHandler WithoutRoutes(NamedHandler handler) => s_withoutRoutes.GetValue(handler, static h => h with
    {
        Endpoints = h.Endpoints.Select(static e => new NamedEndpoint(e.Constant, e.Number, new EndpointRouteModel(e.Model.Name, null, default), e.DisplayName)).ToList(),
    });
}

/// <summary>A part of the routes of a large application.</summary>
/// <param name="FileName">The name of the file without extension.</param>
/// <param name="Part">The declaration of the application that has the attribute.</param>
/// <param name="Class">The class that has them.</param>
/// <param name="Path">How their patterns begin; what follows is decided here.</param>
/// <param name="Depth">How many segments that are.</param>
/// <param name="Endpoints">The endpoints, in order.</param>
/// <param name="Divisions">Where the decision goes on in other parts; empty but for the part at the root.</param>
internal sealed record RouteFileModel(
    string FileName, PartModel Part, string Class, string Path, int Depth, EquatableArray<NamedEndpoint> Endpoints, EquatableArray<RouteDivision> Divisions)
    : ApplicationFileModel(FileName, Part);

/// <summary>A place in the decision tree whose literals are in other parts of the table.</summary>
/// <param name="Path">The segments up to there.</param>
/// <param name="Choice">Which part a segment is in.</param>
internal sealed record RouteDivision(EquatableArray<RouteSegment> Path, RouteChoice Choice);

/// <summary>Which part of the table a segment is in: exactly one of the three.</summary>
/// <param name="Class">The class of the part.</param>
/// <param name="Literal">A segment after which the decision goes on in the same part.</param>
/// <param name="Split">What is looked at to know.</param>
internal sealed record RouteChoice(string? Class, string? Literal, RouteSplit? Split);

/// <summary>A choice between parts of the table.</summary>
/// <param name="Subject">The expression that is looked at.</param>
/// <param name="Cases">What follows from its values.</param>
internal sealed record RouteSplit(string Subject, EquatableArray<RouteCase> Cases);

/// <summary>What follows from some values.</summary>
/// <param name="Labels">The values.</param>
/// <param name="Choice">What follows.</param>
internal sealed record RouteCase(EquatableArray<string> Labels, RouteChoice Choice);
