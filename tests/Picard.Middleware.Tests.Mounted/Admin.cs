using Picard;

namespace Picard.Middleware.Tests.Mounted;

/// <summary>A service that the application which mounts <see cref="Admin"/> provides.</summary>
public sealed record Greeting(string Text);

/// <summary>An application of another assembly, with middleware of its own.</summary>
[Application, Use<Stamp>]
public partial class Admin;

[Handler]
public partial class Desk(Greeting greeting)
{
    [Get("/")] private static string Index() => "admin";
    [Get("/users/{id:int}")] private string UserOf(int id) => $"{greeting.Text} {id}";
    [Get("/files/{**rest}")] private static string File(string rest) => rest;
    [Post("/users")] private static StatusCode Add() => StatusCode.Created;
}

/// <summary>Middleware of another assembly.</summary>
[Middleware]
public partial class Stamp
{
    [OnResponse] private static void Mark(OutgoingResponse response) => response.Fields.Set("X-Stamp", response.Status.Code.ToString(System.Globalization.CultureInfo.InvariantCulture));
}
